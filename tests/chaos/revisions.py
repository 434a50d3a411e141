"""What edits made of messages: whether any is left that is not true, comes too soon, or leaves something out.

unclosed
    A message that says at the end that an account is full, or a provider can't be checked, where that is not so, or
    where a later message of its channel tells of the same.
too soon
    An edit less than ``EDIT_EVERY`` after the edit before it of the same message.
a channel told by edits
    Each incident is one message there, whose edit tells its end. Read message by message, and version by version, it
    must tell of each account what was due, in order. Where an incident ended before its message was sent, the first
    version tells both: *free again, was full for …*; or *was full for …*, where a later message tells of the next one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from tests.chaos.model import Count, Look, News, Post, Told, What, with_whole

EDIT_EVERY = timedelta(seconds=5)

Subject = tuple[str, str]
"""A provider, and an account of its or nothing."""


def check_pace(told: Iterable[Told], count: Count) -> None:
    """Count edits, and those that came too soon."""
    for message in told:
        if not message.edited:
            continue
        count.edits += len(message.edited)
        sent = message.versions[0][0].at
        count.too_soon += [
            f"the message of {sent:%H:%M:%S.%f}: edits at {before:%H:%M:%S.%f} and {at:%H:%M:%S.%f}"
            for before, at in pairwise(message.edited)
            if at - before < EDIT_EVERY
        ]


def check_endings(looks: Iterable[Look], told: Sequence[Told], count: Count) -> None:
    """Count what messages claim in their last version that is not so by the newest looks."""
    now = _now(with_whole(looks))
    lines = [(post, news) for message in told for post in message.versions[-1] for news in post.news]
    last = {(post.channel, post.provider, news.account): number for number, (post, news) in enumerate(lines)}
    for number, (post, news) in enumerate(lines):
        claims = news.what in {What.FULL, What.FAILED} and not news.over
        so = now.get((post.provider, news.account)) is news.what
        if claims and not (so and last[post.channel, post.provider, news.account] == number):
            count.unclosed.append(
                f"{post.provider}, {news.account} {news.what}, of the look of {post.look_at:%H:%M:%S.%f}"
            )


def check_edited(due: Mapping[Subject, Sequence[What]], told: Iterable[Told], count: Count) -> None:
    """Compare what was due of each account with what a channel told by edits."""
    heard = _heard(told)
    for subject in sorted({*due, *heard}):
        owed, said = list(due.get(subject, ())), heard.get(subject, [])
        count.due_by_edits += len(owed)
        count.told_by_edits += len(said)
        if owed == said:
            continue
        sentence = f"by edits of {subject}: due {[*map(str, owed)]}, told {[*map(str, said)]}"
        if len(said) < len(owed):
            count.lost.append(sentence)
        elif len(said) > len(owed):
            count.invented.append(sentence)
        else:
            count.out_of_order.append(sentence)


def _now(looks: Iterable[Look]) -> dict[Subject, What]:
    now: dict[Subject, What] = {}
    for look in looks:
        now[look.provider, ""] = What.RETURNED if look.answered else What.FAILED
        now |= {(look.provider, account): what for account, what in look.showed.items()}
    return now


def _heard(told: Iterable[Told]) -> dict[Subject, list[What]]:
    heard = defaultdict[Subject, list[What]](list)
    for message in told:
        said: dict[Subject, What] = {}
        for post, news in _lines(message):
            subject = (post.provider, news.account)
            what = What.FREED if news.over else news.what
            if not news.account or said.get(subject) is what:
                continue
            was_full = what is What.FREED and (news.over or news.was_full)
            if was_full and subject not in said and heard[subject][-1:] != [What.FULL]:
                heard[subject].append(What.FULL)
            heard[subject].append(what)
            said[subject] = what
    return heard


def _lines(message: Told) -> Iterable[tuple[Post, News]]:
    return ((post, news) for version in message.versions for post in version for news in post.news)
