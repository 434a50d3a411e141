"""How fast alerts are posted and edited, so that Slack never limits the bot.

Slack allows about one message a second in a channel, "several hundred" a minute in all, and some 50 edits a minute in
the whole workspace (https://docs.slack.dev/apis/web-api/rate-limits: ``chat.update`` is in tier 3). Edits that end an
incident go first, then those of live incidents, then boards: for each kind some edits are reserved that less urgent
ones don't get. An edit that has to wait is made later, with the text of that time.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import partial

from bot.chat.rate_limiter import RateLimiter

IN_A_CHANNEL = 1.0
"""Seconds between two messages in a channel."""

IN_ALL = 0.25
"""Seconds between two messages anywhere: 240 a minute."""

A_SECOND = 42 / 60

AT_ONCE = 8.0
"""Maximum number of edits in one burst: with those that follow evenly, 50 in any minute."""

GONE_AFTER = 10.0
"""Seconds after its turn from which a waiting edit counts as abandoned."""


class PostPace:
    """Lets messages pass one by one, in each channel and overall.

    Args:
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        limiter = partial(RateLimiter, 1, monotonic=monotonic, sleep=sleep)
        self._overall = limiter(IN_ALL)
        self._channels: defaultdict[int, RateLimiter] = defaultdict(lambda: limiter(IN_A_CHANNEL))

    async def turn(self, channel: int) -> None:
        """Wait for the caller's turn in a channel, and then overall."""
        await self._channels[channel].turn()
        await self._overall.turn()


class Urgency(IntEnum):
    """Which edits go first."""

    ENDS = 0
    """Its incident is over: until the edit, the message is wrong."""
    LIVE = 1
    """Its incident goes on."""
    BOARD = 2
    """A board, which is edited again and again."""


KEPT_BACK = {Urgency.ENDS: 0, Urgency.LIVE: 2, Urgency.BOARD: 5}
"""Number of edits reserved for more urgent kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    urgency: Urgency
    since: float
    back_at: float


class EditBudget:
    """A bucket of edits, which fills evenly.

    Args:
        monotonic: A monotonic clock, in seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._left = AT_ONCE
        self._filled_at = monotonic()
        self._held_until = self._filled_at
        self._waiting: dict[str, _Waiting] = {}

    @property
    def waiting(self) -> int:
        """Number of edits that wait for their turn."""
        now = self._monotonic()
        return sum(who.back_at + GONE_AFTER > now for who in self._waiting.values())

    def take(self, about: str, urgency: Urgency) -> timedelta:
        """Take one edit and return zero, or return how long to wait before asking again.

        Args:
            about: What is edited; it keeps its place in the queue.
            urgency: How urgent it is.
        """
        now = self._monotonic()
        self._left = min(AT_ONCE, self._left + (now - self._filled_at) * A_SECOND)
        self._filled_at = now
        self._waiting = {one: who for one, who in self._waiting.items() if who.back_at + GONE_AFTER > now}
        since = self._waiting[about].since if about in self._waiting else now
        ahead = sum(
            (who.urgency, who.since, one) < (urgency, since, about)
            for one, who in self._waiting.items()
            if one != about
        )
        # The edits before this one take one each, and those reserved for more urgent kinds stay.
        needed = 1 + ahead + KEPT_BACK[urgency]
        wait = max(self._held_until - now, (needed - self._left) / A_SECOND)
        if wait <= 0:
            self._left -= 1
            self._waiting.pop(about, None)
            return timedelta()
        self._waiting[about] = _Waiting(urgency=urgency, since=since, back_at=now + wait)
        return timedelta(seconds=wait)

    def hold(self, wait: timedelta) -> None:
        """Allow no edits for a while, as Slack demanded."""
        self._held_until = max(self._held_until, self._monotonic() + wait.total_seconds())
