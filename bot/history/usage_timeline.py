"""The slots of an account, or of a pool of accounts, over time, as intervals in which nothing changes.

Time of which nothing is known has no interval: a gap can't be taken for zero. At every moment the slots of accounts
whose state is not certain are left out of all sums, and ``missing`` counts the accounts that are unknown: of those that
were known at another time. A moment is known when at least one account's state is; the pool is full when every account
whose state is known is full. An account that is *faulted*, or not there any more, is neither known nor missing: it has
no slots that anybody could use.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from bot.accounts.roster import AccountState
from bot.history.state_changes import StateChange

_fields = attrgetter("in_use", "total", "known", "full", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The time from ``start`` until just before ``end``."""

    start: datetime
    end: datetime

    @property
    def duration(self) -> timedelta:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageInterval(Period):
    """What was true from ``start`` until just before ``end``.

    Attributes:
        in_use: How many slots are taken.
        total: How many slots there are.
        known: How many accounts these slots belong to, at least one.
        full: How many of those are full.
        missing: How many accounts are unknown, of those that were known at another time.
    """

    in_use: int
    total: int
    known: int = 1
    full: int = 0
    missing: int = 0

    @property
    def all_full(self) -> bool:
        """True if nothing was free."""
        return self.full == self.known


_NOTHING = (0, 0, 0, 0, 0)


def usage_timeline(changes: Iterable[StateChange], start: datetime, end: datetime) -> tuple[UsageInterval, ...]:
    """Add up accounts over time: the changes of one account give its own timeline, those of all give the pool's.

    One sweep, n log n in the number of changes.

    Args:
        changes: The changes, in any order, with each account's last one before ``start``, if there is one.
        start: Start of the period.
        end: End of the period, exclusive; not later than ``valid_until``, or a lasting outage would count as known.

    Returns:
        The intervals in their order; between two that do not meet, nothing was known.
    """
    in_order = sorted(changes, key=attrgetter("at"))
    ever_known = {change.account for change in in_order if change.certain}
    intervals: list[UsageInterval] = []
    by_account: dict[str, tuple[int, ...]] = {}
    sums: tuple[int, ...] = _NOTHING
    since = start
    for change in in_order:
        if change.at >= end:
            break
        if change.at > since:
            _extend(intervals, sums, since, change.at)
            since = change.at
        counts = _counts(change, ever_known)
        before = by_account.get(change.account, _NOTHING)
        sums = tuple(total - was + now for total, was, now in zip(sums, before, counts, strict=True))
        by_account[change.account] = counts
    _extend(intervals, sums, since, end)
    return tuple(intervals)


def merge_adjacent(intervals: Sequence[UsageInterval]) -> tuple[Period, ...]:
    """Join intervals that meet into periods without a break."""
    periods: list[Period] = []
    for interval in intervals:
        if periods and periods[-1].end == interval.start:
            periods[-1] = Period(start=periods[-1].start, end=interval.end)
        else:
            periods.append(Period(start=interval.start, end=interval.end))
    return tuple(periods)


def _counts(change: StateChange, ever_known: Collection[str]) -> tuple[int, ...]:
    """Return what an account adds to the fields of an interval, in their order from ``in_use`` on."""
    if not change.certain:
        return (0, 0, 0, 0, int(change.state is AccountState.UNKNOWN and change.account in ever_known))
    return (change.in_use or 0, change.total or 0, 1, int(change.state is AccountState.FULL), 0)


def _extend(intervals: list[UsageInterval], sums: tuple[int, ...], start: datetime, end: datetime) -> None:
    in_use, total, known, full, missing = sums
    if known == 0 or start >= end:
        return
    if intervals and intervals[-1].end == start and _fields(intervals[-1]) == sums:
        start = intervals.pop().start
    intervals.append(
        UsageInterval(start=start, end=end, in_use=in_use, total=total, known=known, full=full, missing=missing)
    )


def observed_time(intervals: Sequence[UsageInterval]) -> timedelta:
    """Add up the time in which something was known."""
    return sum((interval.duration for interval in intervals), timedelta())


def share_of_time(intervals: Sequence[UsageInterval], condition: Callable[[UsageInterval], bool]) -> float | None:
    """Return the share of the known time in which a condition was met, from 0 to 1."""
    known = observed_time(intervals)
    return observed_time([interval for interval in intervals if condition(interval)]) / known if known else None


def mean_in_use(intervals: Sequence[UsageInterval]) -> float | None:
    """Return how many slots were in use, on average."""
    known = observed_time(intervals)
    return sum((one.in_use * one.duration for one in intervals), timedelta()) / known if known else None


def longest_period(intervals: Sequence[UsageInterval], condition: Callable[[UsageInterval], bool]) -> Period | None:
    """Find the longest time in which a condition was met without a break; the first of equals."""
    periods = merge_adjacent([interval for interval in intervals if condition(interval)])
    return max(periods, key=lambda period: period.duration, default=None)


def percentile(durations: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return the duration that this many percent do not exceed, by nearest rank: always one of those given."""
    if not durations:
        return None
    rank = -(-percent * len(durations) // 100)
    return sorted(durations)[max(rank, 1) - 1]
