"""Figures from a usage timeline: shares, averages, percentiles, the longest and the busiest time.

Everything is weighted by time, and only time in which something was known counts. Where nothing was, the answer is
None.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from bot.history.usage_timeline import Period, UsageInterval, merge_adjacent

_HOUR = timedelta(hours=1)
_NONE = timedelta()


def observed_time(intervals: Sequence[UsageInterval]) -> timedelta:
    """Add up the time in which something was known."""
    return sum((interval.duration for interval in intervals), _NONE)


def share_of_time(intervals: Sequence[UsageInterval], condition: Callable[[UsageInterval], bool]) -> float | None:
    """Return in how much of the known time a condition was met, from 0 to 1."""
    known = observed_time(intervals)
    return observed_time([interval for interval in intervals if condition(interval)]) / known if known else None


def mean_in_use(intervals: Sequence[UsageInterval]) -> float | None:
    """Return how many slots were in use, on average."""
    known = observed_time(intervals)
    return sum((one.in_use * one.duration for one in intervals), _NONE) / known if known else None


def in_use_percentile(intervals: Sequence[UsageInterval], percent: int) -> int | None:
    """Return how many slots were enough for this much of the known time."""
    enough = percent * observed_time(intervals)
    covered = _NONE
    for interval in sorted(intervals, key=lambda interval: interval.in_use):
        covered += 100 * interval.duration
        if covered >= enough:
            return interval.in_use
    return None


def longest_period(intervals: Sequence[UsageInterval], condition: Callable[[UsageInterval], bool]) -> Period | None:
    """Find the longest time in which a condition was met without a break; the first of equals."""
    periods = merge_adjacent([interval for interval in intervals if condition(interval)])
    return max(periods, key=lambda period: period.duration, default=None)


def busiest_hour(intervals: Sequence[UsageInterval], zone: tzinfo) -> datetime | None:
    """Find the hour of a zone's clocks in which slots were in use for longest, all together; the first of equals.

    Returns:
        When that hour began, which may lie before the first interval; None where no slot was in use.
    """
    used: dict[datetime, timedelta] = {}
    for interval in intervals:
        hour = _hour_of(interval.start, zone)
        while hour < interval.end:
            within = min(interval.end, hour + _HOUR) - max(interval.start, hour)
            used[hour] = used.get(hour, _NONE) + interval.in_use * within
            hour += _HOUR
    hour_of_most = max(used, key=lambda hour: used[hour], default=None)
    return hour_of_most if hour_of_most is not None and used[hour_of_most] else None


def _hour_of(moment: datetime, zone: tzinfo) -> datetime:
    """Return when the hour of a zone's clocks began; in some zones that is at half past by UTC."""
    ahead = moment.astimezone(zone).utcoffset() or _NONE
    return (moment + ahead).replace(minute=0, second=0, microsecond=0) - ahead


def percentile(durations: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return the duration that this many percent do not exceed, by nearest rank: one of them, none between two."""
    if not durations:
        return None
    rank = -(-percent * len(durations) // 100)
    return sorted(durations)[max(rank, 1) - 1]
