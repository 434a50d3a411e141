"""When a job counts as stuck, and how long such jobs usually take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.history.slot_forecast import MIN_FINISHED_JOBS
from bot.history.usage_timeline import percentile

MIN_JOBS_TO_JUDGE = 50
"""With fewer finished jobs of its kind, no job is called stuck by comparison."""

STUCK_FACTOR = 3
"""A job is stuck if it has run this many times as long as 99 of 100 did."""

GONE_AFTER = timedelta(minutes=1)
"""A stuck job is over once answers have left it out for this long: a single one may leave out a job that runs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDuration:
    """How long finished jobs of a kind took.

    Attributes:
        low: 10 of 100 took at most this.
        high: 90 of 100 took at most this.
    """

    low: timedelta
    high: timedelta


def usual_duration(durations: Sequence[timedelta]) -> UsualDuration | None:
    """Return how long finished jobs of a kind usually took, given how long each took; None if too few ended."""
    if len(durations) < MIN_FINISHED_JOBS:
        return None
    low, high = percentile(durations, 10), percentile(durations, 90)
    return None if low is None or high is None else UsualDuration(low=low, high=high)


def p99_duration(durations: Sequence[timedelta]) -> timedelta | None:
    """Return how long 99 of 100 finished jobs of a kind took at most, given how long each took; None if too few."""
    return percentile(durations, 99) if len(durations) >= MIN_JOBS_TO_JUDGE else None


def is_stuck_at(age: timedelta, *, stuck_after: timedelta, p99: timedelta | None) -> bool:
    """Return whether a job of this age is stuck.

    Args:
        age: How long it has run.
        stuck_after: The age from which on any job is stuck (``STUCK_MINUTES``).
        p99: What 99 of 100 finished jobs of its kind took at most; None if too few ended.
    """
    return age > stuck_after or (p99 is not None and age > STUCK_FACTOR * p99)
