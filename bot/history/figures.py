"""What ``/history`` says in figures of an account or of a provider's whole pool; not the picture, nor the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.history.time_shares import busiest_hour, longest, observed, reached, share
from bot.history.usage_timeline import Step, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An account or a pool between two moments; None stands for what was not observed.

    Attributes:
        start: The first moment.
        end: The first moment after.
        observed: For how long at least one account's state was known.
        full: In how much of that time nothing was free, from 0 to 1.
        longest_full: The longest time without a break in which nothing was free.
        busiest_hour: When the clock hour (UTC) of most use began.
        incomplete: In how much of the observed time an account was unknown, so that its slots are left out; 0 to 1.
        jobs: How many jobs were seen.
        median: What half of the jobs whose duration is known did not exceed.
        nine_in_ten: What 90 percent of them did not exceed.
    """

    start: datetime
    end: datetime
    observed: timedelta
    full: float | None
    longest_full: Stretch | None
    busiest_hour: datetime | None
    incomplete: float | None
    jobs: int
    median: timedelta | None
    nine_in_ten: timedelta | None


def figures(
    steps: Sequence[Step], *, start: datetime, end: datetime, jobs: int, durations: Sequence[timedelta]
) -> Figures:
    """Put into figures what was observed.

    Args:
        steps: What ``stretches.line`` made of the marks, from ``start`` to ``end``.
        start: The first moment.
        end: The first moment after.
        jobs: How many jobs were seen.
        durations: How long jobs lasted, of those that were seen to end.
    """
    return Figures(
        start=start,
        end=end,
        observed=observed(steps),
        full=share(steps, lambda step: step.all_full),
        longest_full=longest(steps, lambda step: step.all_full),
        busiest_hour=busiest_hour(steps),
        incomplete=share(steps, lambda step: step.missing > 0),
        jobs=jobs,
        median=reached(50, durations),
        nine_in_ten=reached(90, durations),
    )
