"""What was due by the answers that were served, what was told by the messages that were stored, and how they differ.

Pure, and independent of the bot's own code.

look
    One question to a provider, and what the answer showed for certain: accounts that are full or free. A spoilt
    answer shows nothing.
counted
    A process asks a provider again only after it has saved what the look before brought. So a look counts when its
    process asked again. The last look of a process may have died with it, before or after it was saved: it counts if,
    and only if, something was told of it. If it does not, the next process starts from the look before.
due
    A counted look that shows an account other than the last counted look that showed it: full after free or free
    after full. The first sight of an account is never due; it must count, so nothing may die before it is saved.
told
    A line of a message as it was sent; what edits make of it is counted in ``revisions``. Its alert is found in the
    database by its key, with the moment of the look, which is thereby the last one served before.
whole
    A provider's slots as a whole are one more account, ``WHOLE``: free where any account certainly is, full where all
    accounts that were ever shown certainly are, else uncertain. A message that says *full* of it has said so of the
    accounts that filled up at that look, and one that says where to go has said that there is room.
lost
    Due, and not told; also that the channel which the settings name was never greeted.
repeated
    Told a second time of one look; or not due, and the same as what was last told of the account, unless all of it was
    offered to people who waited then; or in a message whose nonce an earlier one had; or a second greeting.
invented
    Told in any other way without being due: the look shows nothing of the kind, or it is no change.
out of order
    A message whose look came before that of an earlier message in its channel: of the same provider at all, of another
    by more than ``SAVING``, since two providers save side by side.

One limit: Discord remembers a nonce for some minutes only. The deaths of this program are seconds long.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

SAVING = timedelta(seconds=5)
"""A busy machine takes no longer from an answer to having saved it."""

WHOLE = "(all)"
"""Stands for all accounts of a provider together."""


class What(StrEnum):
    """What a line tells: of an account or all of them, or whether a provider answers."""

    FULL = "full"
    FREED = "freed"
    FAILED = "can't be checked"
    RETURNED = "can be checked again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look by a process (``life``), served at a moment; ``answered`` is false where no usable answer was given."""

    provider: str
    life: int
    at: datetime
    showed: Mapping[str, What] = field(default_factory=dict)
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One line of a message; a provider as a whole has no account's name.

    Attributes:
        what: What it tells of.
        account: Of which account.
        over: Whether it tells that this was so, and how long.
        was_full: Whether a line of a freed account tells how long it was full.
        use: The account that it names as the place to go.
        offered: Whether all that is free is offered to people who waited.
    """

    what: What
    account: str = ""
    over: bool = field(default=False, compare=False)
    was_full: bool = field(default=False, compare=False)
    use: str = field(default="", compare=False)
    offered: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What one version of a message says of one provider: of which moment's look, and when that was stored.

    A message about several providers at once (``shared``) is of the moment of the newest look at any of them.
    """

    channel: int | str
    provider: str
    look_at: datetime
    at: datetime
    news: tuple[News, ...]
    nonce: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message: what each of its versions says, a provider each, and when it was edited.

    One that ``greets`` says what is watched, and tells of no look.
    """

    versions: tuple[tuple[Post, ...], ...]
    edited: tuple[datetime, ...] = ()
    greets: bool = False


def posts_of(messages: Iterable[Told]) -> list[Post]:
    """Return what was told, in the order of telling: what messages said at first, and the providers that joined later.

    One more provider that fails as others do is written into the message that tells of these.
    """
    posts: list[Post] = []
    for message in messages:
        known: set[str] = set()
        for number, version in enumerate(message.versions):
            joined = [post for post in version if post.shared and _fails(post) and post.provider not in known]
            posts += joined if number else version
            known.update(post.provider for post in version)
    return sorted(posts, key=lambda post: post.at)


def _fails(post: Post) -> bool:
    return any(news.what is What.FAILED for news in post.news)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One line, placed: which look of its provider it tells of (-1: none), and when it was stored."""

    look: int
    at: datetime
    news: News


@dataclass(slots=True, kw_only=True)
class Count:
    """The outcome: how much was due and told, how long it took from seen to told, and a sentence for each mistake."""

    due: int = 0
    told: int = 0
    outages: int = 0
    edits: int = 0
    due_by_edits: int = 0
    told_by_edits: int = 0
    seconds: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    too_soon: list[str] = field(default_factory=list)


def once(posts: Iterable[Post], count: Count) -> list[Post]:
    """Leave out, and count, messages with a nonce that came before."""
    seen: set[tuple[int | str, str, str]] = set()
    kept = []
    for post in posts:
        if post.nonce is not None and (post.channel, post.provider, post.nonce) in seen:
            count.repeated.append(f"{_named(post)}: a second message with nonce {post.nonce}")
            continue
        seen |= set() if post.nonce is None else {(post.channel, post.provider, post.nonce)}
        kept.append(post)
    return kept


def check_greeted(named: Iterable[Told], other: Iterable[Told], count: Count) -> None:
    """Count a missing or second greeting of the channel that the settings name, and any of another."""
    greetings = sum(message.greets for message in named)
    count.lost += ["the greeting"] * (not greetings)
    count.repeated += ["a second greeting"] * (greetings > 1)
    count.invented += ["a greeting of a channel that somebody chose"] * any(message.greets for message in other)


def check_order(posts: Iterable[Post], count: Count) -> None:
    """Count messages that tell of an earlier moment than a message before them."""
    newest: dict[tuple[int | str, str], datetime] = {}
    for post in posts:
        others = [at for (channel, _), at in newest.items() if channel == post.channel]
        own = newest.get((post.channel, post.provider), post.look_at)
        if post.look_at < own or post.look_at + SAVING < max(others, default=post.look_at):
            count.out_of_order.append(f"{_named(post)}: after a message of a later look")
        newest[post.channel, post.provider] = max(own, post.look_at)


def with_whole(looks: Iterable[Look]) -> list[Look]:
    """Add to each look what it shows of its provider's slots as a whole."""
    known = defaultdict[str, set[str]](set)
    seen = []
    for look in looks:
        accounts = known[look.provider]
        accounts.update(look.showed)
        whole: dict[str, What] = {}
        if What.FREED in look.showed.values():
            whole = {WHOLE: What.FREED}
        elif accounts and look.showed.keys() == accounts:
            whole = {WHOLE: What.FULL}
        seen.append(replace(look, showed={**look.showed, **whole}))
    return seen


def spelt_out(due: Iterable[tuple[int, News]], heard: Iterable[Heard]) -> Iterator[Heard]:
    """Yield what was heard, and after each line about a whole provider what it says of accounts without naming them."""
    lines = list(heard)
    changes = set(due)
    named = {(line.look, line.news) for line in lines}
    for line in lines:
        yield line
        if line.news.account != WHOLE:
            continue
        for look, news in sorted(changes - named, key=lambda change: change[1].account):
            if look != line.look or news.what is not line.news.what or news.account == WHOLE:
                continue
            if news.what is What.FULL or news.account == line.news.use:
                named.add((look, news))
                yield replace(line, news=news)


def surely_saved(looks: Sequence[Look]) -> list[bool]:
    """Return for each look whether its process asked again."""
    return [later.life == look.life for look, later in pairwise(looks)] + [False] * bool(looks)


def due_of(
    looks: Sequence[Look], heard: Sequence[Heard], elsewhere: frozenset[int] = frozenset()
) -> dict[tuple[int, News], datetime]:
    """List the changes of one provider's accounts that were due, by look.

    With each comes when it was first seen, if only by a process that died of it. A look that was told of ``elsewhere``,
    in another chat, counts: what it owes to all chats is saved at once.
    """
    told_of = {line.look for line in heard} | elsewhere
    known: dict[str, What] = {}
    glimpsed: dict[str, datetime] = {}
    due: dict[tuple[int, News], datetime] = {}
    for index, (look, sure) in enumerate(zip(looks, surely_saved(looks), strict=True)):
        for account, what in look.showed.items():
            if known.setdefault(account, what) == what:
                glimpsed.pop(account, None)
            elif sure or index in told_of:
                due[index, News(account=account, what=what)] = glimpsed.pop(account, look.at)
                known[account] = what
            else:
                glimpsed.setdefault(account, look.at)
    return due


def compare(
    looks: Sequence[Look], heard: Sequence[Heard], count: Count, elsewhere: frozenset[int] = frozenset()
) -> None:
    """Compare what was due of one provider's accounts with what was told, in the order of telling.

    Args:
        looks: As ``with_whole`` returns them.
        heard: What was told.
        count: Where to count it.
        elsewhere: Looks that were told of in another chat.
    """
    due = due_of(looks, heard, elsewhere)
    count.due += len(due)
    missing, last = dict(due), dict[str, News]()
    for line in (one for one in spelt_out(due, heard) if one.news.account):
        news, key = line.news, (line.look, line.news)
        count.told += 1
        sentence = f"{_look_named(looks, line.look)}: {news.account} {news.what}, told at {line.at:%H:%M:%S.%f}"
        before = last.get(news.account)
        left_over = key not in due and before == news and before.offered and not news.offered
        if (seen := missing.pop(key, None)) is not None:
            count.seconds.append((line.at - seen).total_seconds())
        elif key in due or before == news:
            count.repeated += [] if left_over else [sentence]
        else:
            count.invented.append(sentence)
        last[news.account] = news
    count.lost += [f"{_look_named(looks, index)}: {news.account} {news.what}" for index, news in missing]


def _named(post: Post) -> str:
    return f"{post.provider}, look of {post.look_at:%H:%M:%S.%f}, {[str(news.what) for news in post.news]}"


def _look_named(looks: Sequence[Look], index: int) -> str:
    if index < 0:
        return "no look"
    look = looks[index]
    return f"{look.provider}, look {index} of life {look.life} at {look.at:%H:%M:%S.%f}"
