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
        watched_until: When the newest look failed, or found no account; None if neither happened since the last good
            look, or the bot was away since then, or nobody knows.
    """

    failures: int = 0
    since: datetime | None = None
    watched_until: datetime | None = None

    @property
    def failing(self) -> bool:
        """True once so many looks failed that the provider counts as not answering."""
        return self.failures >= FAILING_AFTER


def failed(streak: FailureStreak, at: datetime, *, away: bool = False) -> FailureStreak:
    """Return the streak with one more failed look, at ``at``; ``away`` if the bot did not look for long before it."""
    watched_until = None if away else at
    return FailureStreak(failures=streak.failures + 1, since=streak.since or at, watched_until=watched_until)
