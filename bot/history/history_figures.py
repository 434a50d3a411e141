"""The figures that ``/history`` shows of an account, or of all accounts of a provider."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.history.job_tracking import TrackedJob
from bot.history.usage_timeline import Period, UsageInterval, longest_period, observed_time, percentile, share_of_time

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedJobs:
    """The jobs that are not running any more.

    Attributes:
        durations: How long the jobs lasted that were seen to end.
        lost: When the jobs started that were lost in an outage, and not seen to end.
    """

    durations: tuple[timedelta, ...] = ()
    lost: frozenset[datetime] = frozenset()

    def count_with(self, running: Iterable[TrackedJob]) -> int:
        """Count these jobs and those that still run; a job that was lost may be among the latter and counts once."""
        started = [job.started for job in running]
        return len(self.durations) + len(started) + len(self.lost - set(started))


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFigures:
    """An account or a pool between two moments; None stands for what was not observed.

    Attributes:
        start: Start of the period.
        end: End of the period, exclusive.
        observed_time: For how long at least one account's state was known.
        full: Share of that time in which nothing was free, from 0 to 1.
        longest_full: The longest time without a break in which nothing was free.
        busiest_hour: When the clock hour of most use began.
        incomplete: Share of that time in which an account was unknown, so that its slots are left out; from 0 to 1.
        jobs: How many jobs were seen.
        ended: How many of them were seen to end.
        median: Half of those took at most this long.
        p90: 90 percent of them took at most this long.
    """

    start: datetime
    end: datetime
    observed_time: timedelta
    full: float | None
    longest_full: Period | None
    busiest_hour: datetime | None
    incomplete: float | None
    jobs: int
    ended: int
    median: timedelta | None
    p90: timedelta | None


def history_figures(
    intervals: Sequence[UsageInterval],
    *,
    start: datetime,
    end: datetime,
    zone: tzinfo,
    jobs: int,
    durations: Sequence[timedelta],
) -> HistoryFigures:
    """Work out the figures.

    Args:
        intervals: The timeline from ``start`` to ``end``, as ``usage_timeline`` returns it.
        start: Start of the period.
        end: End of the period, exclusive.
        zone: The time zone of the busiest hour.
        jobs: How many jobs were seen.
        durations: How long the jobs lasted that were seen to end.
    """
    return HistoryFigures(
        start=start,
        end=end,
        observed_time=observed_time(intervals),
        full=share_of_time(intervals, lambda interval: interval.all_full),
        longest_full=longest_period(intervals, lambda interval: interval.all_full),
        busiest_hour=busiest_hour(intervals, zone),
        incomplete=share_of_time(intervals, lambda interval: interval.missing > 0),
        jobs=jobs,
        ended=len(durations),
        median=percentile(durations, 50),
        p90=percentile(durations, 90),
    )


def busiest_hour(intervals: Sequence[UsageInterval], zone: tzinfo) -> datetime | None:
    """Find the hour of a zone's clocks in which slots were in use for longest, all together; the first of equals.

    Args:
        intervals: The intervals, in order.
        zone: The time zone.

    Returns:
        When that hour began, which may lie before the first interval; None if no slot was in use.
    """
    used: defaultdict[datetime, timedelta] = defaultdict(timedelta)
    over: datetime | None = None
    for interval in intervals:
        since = interval.start
        if over is None or since >= over:
            over = _hour_of(since, zone) + _HOUR
        while interval.end > over:
            used[over - _HOUR] += interval.in_use * (over - since)
            since, over = over, over + _HOUR
        used[over - _HOUR] += interval.in_use * (interval.end - since)
    hour_of_most = max(used, key=lambda hour: used[hour], default=None)
    return hour_of_most if hour_of_most is not None and used[hour_of_most] else None


def _hour_of(moment: datetime, zone: tzinfo) -> datetime:
    """Return when the hour of a zone's clocks began; in some zones that is at half past by UTC."""
    ahead = moment.astimezone(zone).utcoffset() or timedelta()
    return (moment + ahead).replace(minute=0, second=0, microsecond=0) - ahead
