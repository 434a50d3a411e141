"""Whether a provider answers at all, counted over looks."""

from dataclasses import dataclass
from datetime import datetime

FAILING_AFTER = 3
"""Number of looks in a row that must fail before the provider counts as failing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureStreak:
    """The failed looks at a provider since its last good one.

    Attributes:
        failures: Number of failed looks in a row.
        since: When the first of them failed; None if there is none.
    """

    failures: int = 0
    since: datetime | None = None

    @property
    def failing(self) -> bool:
        """True once so many looks failed that the provider counts as not answering."""
        return self.failures >= FAILING_AFTER


def failed(streak: FailureStreak, at: datetime) -> FailureStreak:
    """Return the streak with one more failed look, at ``at``."""
    return FailureStreak(failures=streak.failures + 1, since=streak.since or at)
