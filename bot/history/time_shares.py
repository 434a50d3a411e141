"""What steps and spans amount to: shares, averages, the longest and the busiest; not which of them are told.

Everything is weighted by time, and only time in which something was known counts. Where nothing was, the answer is
None.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.history.usage_timeline import Step, Stretch, joined

_HOUR = timedelta(hours=1)
_NONE = timedelta()


def observed(steps: Sequence[Step]) -> timedelta:
    """Add up the time in which something was known."""
    return sum((step.lasted for step in steps), _NONE)


def share(steps: Sequence[Step], so: Callable[[Step], bool]) -> float | None:
    """Tell in how much of the known time it was so, from 0 to 1."""
    known = observed(steps)
    return observed([step for step in steps if so(step)]) / known if known else None


def mean_in_use(steps: Sequence[Step]) -> float | None:
    """Average the slots in use."""
    known = observed(steps)
    return sum((step.in_use * step.lasted for step in steps), _NONE) / known if known else None


def in_use_at(percent: int, steps: Sequence[Step]) -> int | None:
    """Tell how many slots were enough for so many percent of the known time."""
    enough = percent * observed(steps)
    covered = _NONE
    for step in sorted(steps, key=lambda step: step.in_use):
        covered += 100 * step.lasted
        if covered >= enough:
            return step.in_use
    return None


def longest(steps: Sequence[Step], so: Callable[[Step], bool]) -> Stretch | None:
    """Find the longest time in which it was so without a break; of equals the first."""
    return max(joined([step for step in steps if so(step)]), key=lambda stretch: stretch.lasted, default=None)


def busiest_hour(steps: Sequence[Step]) -> datetime | None:
    """Find the clock hour (UTC) in which slots were in use for longest, all together; of equals the first.

    Returns:
        When that hour began, which may lie before the first step; None where no slot was in use.
    """
    used: dict[datetime, timedelta] = {}
    for step in steps:
        hour = step.start.replace(minute=0, second=0, microsecond=0)
        while hour < step.end:
            within = min(step.end, hour + _HOUR) - max(step.start, hour)
            used[hour] = used.get(hour, _NONE) + step.in_use * within
            hour += _HOUR
    hour_of_most = max(used, key=lambda hour: used[hour], default=None)
    return hour_of_most if hour_of_most is not None and used[hour_of_most] else None


def reached(percent: int, spans: Sequence[timedelta]) -> timedelta | None:
    """Tell the span that so many percent do not exceed: one of them, by nearest rank, not a value between two."""
    if not spans:
        return None
    rank = -(-percent * len(spans) // 100)
    return sorted(spans)[max(rank, 1) - 1]
