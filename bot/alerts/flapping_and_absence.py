"""How many changes count as flapping, and how long nobody looked before a summary is told: the same for all watches."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertThresholds:
    """The numbers by which changes are told.

    Attributes:
        flapping_changes: Number of changes within ``flapping_within`` that make a topic flapping; 0 for never.
        flapping_within: The time in which these are counted.
        settled_after: Time without a change after which it has settled.
        away_after: Time without a good look after which changes are told as a summary.
        gathering: How long a summary waits for those of other providers.
    """

    flapping_changes: int = 6
    flapping_within: timedelta = timedelta(minutes=10)
    settled_after: timedelta = timedelta(minutes=5)
    away_after: timedelta = timedelta(minutes=5)
    gathering: timedelta = timedelta(seconds=35)
