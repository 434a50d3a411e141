"""Whether a channel was left alone while it was muted or had quiet hours, and heard how things are afterwards; pure.

The channel follows one account of each provider. What was served and what was posted decides:

silence
    A time of which it is certain that nothing may be told of a look that was served in it (``since`` to ``ends``), and
    a longer one in which that may be so (``asked`` to ``may_last``). A mute is certain from the moment at which the
    answer to ``/mute`` was here: the program had stored and applied it by then, and decides what to tell of a look only
    once it has looked. What was decided before the answer may be posted after it. A mute is certain until ``/unmute``
    is sent or its time is over, less ``SAVING``: a look may be decided so much later than it was served. A command
    without an answer may have been done or not.
untimely
    Told of a look that was served in a certain silence, whatever it says.
repeated
    The same of the account as was last told. Full may be told again where it was over in a possible silence, since an
    edit said so in the message; and whatever changed in quiet hours may stand in their digest, as it is then. So may
    room that was told to be all offered to people who waited, when it is there for everybody.
invented
    Something else than the look shows.
lost
    At a look that counts, outside of any possible silence, the channel was last told something else than what the look
    shows: a change that was due, or how things are after a silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.chaos.model import SAVING, WHOLE, Look, News, Post, What, surely_saved
from tests.chaos.placing import ANSWERED, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A time in which nothing may be told of a provider; of all where it is None.

    Attributes:
        provider: The provider.
        asked: Since when that is possible.
        since: Since when it is certain.
        ends: Until when it is certain.
        may_last: Until when it is possible.
        digest: Whether what changed is summed up at its end, as after quiet hours.
    """

    provider: str | None
    asked: datetime
    since: datetime
    ends: datetime
    may_last: datetime
    digest: bool = False

    def is_certain(self, provider: str, at: datetime) -> bool:
        """Return whether nothing may be told of a look of this moment."""
        return self.provider in {None, provider} and self.since <= at < self.ends

    def is_possible(self, provider: str, at: datetime) -> bool:
        """Return whether a look of this moment may be told of or not."""
        return self.provider in {None, provider} and self.asked <= at + SAVING and at - ANSWERED < self.may_last


@dataclass(slots=True, kw_only=True)
class SilenceCount:
    """The outcome: how much was told and held back, and a sentence for each mistake."""

    told: int = 0
    held_back: int = 0
    untimely: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def wrong(self) -> list[str]:
        """Return all mistakes."""
        named = {
            "told in a silence": self.untimely,
            "repeated": self.repeated,
            "invented": self.invented,
            "lost": self.lost,
        }
        return [f"{name}: {sentence}" for name, sentences in named.items() for sentence in sentences]


def check_silences(
    looks: Sequence[Look],
    posts: Sequence[Post],
    accounts: Mapping[str, str],
    silences: Sequence[Silence],
    elsewhere: Mapping[str, frozenset[int]],
) -> SilenceCount:
    """Judge one channel.

    Args:
        looks: What was served.
        posts: Its messages, as they were sent.
        accounts: The account of each provider that it follows.
        silences: When it is to hear nothing.
        elsewhere: Of each provider, the looks that another channel was told of, which count therefore.
    """
    count = SilenceCount()
    for post in posts:
        if any(one.is_certain(post.provider, post.look_at) for one in silences):
            count.untimely.append(f"{post.provider}, look of {post.look_at:%H:%M:%S.%f}, posted {post.at:%H:%M:%S.%f}")
    for provider, account in accounts.items():
        own = [look for look in looks if look.provider == provider]
        _follow(own, [post for post in posts if post.provider == provider], account, silences, elsewhere, count)
    return count


def _follow(
    looks: Sequence[Look],
    posts: Sequence[Post],
    account: str,
    silences: Sequence[Silence],
    elsewhere: Mapping[str, frozenset[int]],
    count: SilenceCount,
) -> None:
    """Follow what the channel was told of an account, look by look; at first it has room."""
    told: dict[int, list[News]] = {}
    for line in place(looks, [replace(post, news=_about(account, post.news)) for post in posts]):
        told.setdefault(line.look, []).append(line.news)
    last = seen = What.FREED
    again: set[What] = set()  # what may be told again, since it was otherwise meanwhile
    for number, (look, sure) in enumerate(zip(looks, surely_saved(looks), strict=True)):
        shown = look.showed.get(account)
        where = f"{look.provider}, {account}, look {number} of life {look.life} at {look.at:%H:%M:%S.%f}"
        for news in told.get(number, ()):
            what = news.what
            count.told += 1
            if what is last and what not in again:
                count.repeated.append(f"{where}: {what}")
            elif shown not in {None, what}:
                count.invented.append(f"{where}: {what}")
            last, again = what, {what} if news.offered else set()
        possible = [one for one in silences if one.is_possible(look.provider, look.at)]
        if shown not in {None, last} and (last is What.FULL or any(one.digest for one in possible)) and possible:
            again.add(last)
        counts = sure or number in told or number in elsewhere.get(look.provider, frozenset())
        if shown is None or not counts:
            continue
        count.held_back += shown is not seen and number not in told
        seen = shown
        if last is not shown and not possible:
            count.lost.append(f"{where}: {shown}, last told {last}")
            last = shown


def _about(account: str, news: Sequence[News]) -> tuple[News, ...]:
    """Return what of a message tells of an account: its own line, or else that of the whole provider."""
    own = tuple(one for one in news if one.account == account)
    return own or tuple(one for one in news if one.account == WHOLE)
