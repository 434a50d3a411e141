"""Whether a provider answers at all, counted over looks; not what it says of its accounts."""

from dataclasses import dataclass
from datetime import datetime

FAILING_AFTER = 3
"""So many looks in a row must fail before it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureStreak:
    """How looks at a provider have gone lately.

    Attributes:
        failures: Failed looks in a row.
        since: When the first of them failed.
    """

    failures: int = 0
    since: datetime | None = None

    @property
    def failing(self) -> bool:
        """Tell whether it failed often enough to say that it does not answer."""
        return self.failures >= FAILING_AFTER


def failed(health: FailureStreak, at: datetime) -> FailureStreak:
    """Count a failed look."""
    return FailureStreak(failures=health.failures + 1, since=health.since or at)
