"""Who may edit a message now: Slack takes some 50 edits a minute of the whole workspace, which all channels share.

https://docs.slack.dev/apis/web-api/rate-limits: ``chat.update`` is of tier 3. What ends an incident goes first, then
what is going on, then boards: for each kind some edits are kept back that the next one doesn't get. Who has to wait is
told how long, and says then what is true by then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

A_SECOND = 42 / 60
AT_ONCE = 8.0
"""Maximum number of edits in one burst: with those that follow evenly, 50 in any minute."""

GONE_AFTER = 10.0
"""Seconds after its time from which on somebody who waited is not waited for: the edit is not needed any more."""


class Urgency(IntEnum):
    """Which edits go first."""

    ENDS = 0
    """It is over: until the edit, the message says what is not true any more."""
    LIVE = 1
    """It goes on."""
    BOARD = 2
    """A board, which is edited again and again."""


KEPT_BACK = {Urgency.ENDS: 0, Urgency.LIVE: 2, Urgency.BOARD: 5}
"""Number of edits that are left for those which are more urgent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    urgency: Urgency
    since: float
    back_at: float


class EditBudget:
    """A bucket of edits, which fills evenly.

    Args:
        monotonic: A clock that never goes back, in seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._left = AT_ONCE
        self._filled_at = monotonic()
        self._held_until = self._filled_at
        self._waiting: dict[str, _Waiting] = {}

    @property
    def waiting(self) -> int:
        """How many edits wait for their turn."""
        now = self._monotonic()
        return sum(who.back_at + GONE_AFTER > now for who in self._waiting.values())

    def take(self, about: str, urgency: Urgency) -> timedelta:
        """Take one edit, and return zero; where there is none, return when to ask again.

        Args:
            about: What is edited; asking again keeps its place among those that wait.
            urgency: How urgent it is.
        """
        now = self._monotonic()
        self._left = min(AT_ONCE, self._left + (now - self._filled_at) * A_SECOND)
        self._filled_at = now
        self._waiting = {one: who for one, who in self._waiting.items() if who.back_at + GONE_AFTER > now}
        since = self._waiting[about].since if about in self._waiting else now
        first = sum(
            (who.urgency, who.since, one) < (urgency, since, about)
            for one, who in self._waiting.items()
            if one != about
        )
        lacking = 1 + KEPT_BACK[urgency] + first - self._left
        wait = max(self._held_until - now, lacking / A_SECOND)
        if wait <= 0:
            self._left -= 1
            self._waiting.pop(about, None)
            return timedelta()
        self._waiting[about] = _Waiting(urgency=urgency, since=since, back_at=now + wait)
        return timedelta(seconds=wait)

    def hold(self, wait: timedelta) -> None:
        """Let nobody edit for a while: Slack said so."""
        self._held_until = max(self._held_until, self._monotonic() + wait.total_seconds())
