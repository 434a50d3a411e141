"""The numbers by which changes are told, the same for all watches."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The numbers by which changes are told.

    Attributes:
        flapping_changes: So many changes within ``flapping_within`` are flapping; 0 for never.
        flapping_within: See there.
        settled_after: So long without a change ends the flapping.
        away_after: So long without a good look, what changed meanwhile is told as a summary.
        gathering: So long a summary waits for those of other providers.
    """

    flapping_changes: int = 6
    flapping_within: timedelta = timedelta(minutes=10)
    settled_after: timedelta = timedelta(minutes=5)
    away_after: timedelta = timedelta(minutes=5)
    gathering: timedelta = timedelta(seconds=35)
