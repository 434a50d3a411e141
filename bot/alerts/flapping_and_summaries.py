"""When a topic counts as flapping and as settled; when changes are told as a summary, and how long that waits.

The same for all watches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

GATHER_BEYOND_A_LOOK = timedelta(seconds=5)
"""How long a summary waits for those of other providers, beyond one look at each."""

LONGEST_GATHERING = timedelta(minutes=2)
"""The longest that a summary waits for those of other providers, however seldom these are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertThresholds:
    """The numbers that decide how changes are told.

    Attributes:
        flapping_changes: Number of changes within ``flapping_within`` that make a topic flapping; 0 for never.
        flapping_within: The length of time in which those changes are counted.
        settled_after: Time without a change after which it has settled.
        away_after: Time without a good look after which changes are told as a summary.
        gathering: How long a summary waits for those of other providers.
    """

    flapping_changes: int = 6
    flapping_within: timedelta = timedelta(minutes=10)
    settled_after: timedelta = timedelta(minutes=5)
    away_after: timedelta = timedelta(minutes=5)
    gathering: timedelta = timedelta(seconds=35)

    def with_change(self, changes: tuple[datetime, ...], at: datetime) -> tuple[datetime, ...]:
        """Return the times of the newest changes, with one more; only as many as may make a topic flapping."""
        return (*changes, at)[-max(self.flapping_changes, 1) :]

    def is_flapping(self, changes: Sequence[datetime], at: datetime) -> bool:
        """Return whether so many changes, the oldest first, make a topic flapping."""
        return 0 < self.flapping_changes <= len(changes) and at - changes[0] <= self.flapping_within

    def has_settled(self, changes: Sequence[datetime], at: datetime) -> bool:
        """Return whether the last of these changes is long enough ago."""
        return at - changes[-1] >= self.settled_after

    def gathers_until(self, at: datetime, *, shared: bool, summary: bool) -> datetime | None:
        """Return until when an alert about one provider waits for those of others; None for not at all.

        Args:
            at: The time of the look.
            shared: Whether it tells only of a failure, or of its end, that other providers may share.
            summary: Whether it is a summary, which speaks of all providers.
        """
        return at + self.gathering if shared or summary else None

    def is_absence(self, looked_at: datetime | None, at: datetime) -> bool:
        """Return whether nobody looked for so long, since the last good look, that changes may have been missed."""
        return looked_at is not None and at - looked_at >= self.away_after
