"""What ``/report`` shows of one provider: only what was observed, no guess at demand that nobody saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter

from bot.history.state_changes import StateChange
from bot.history.usage_timeline import (
    UsageInterval,
    mean_in_use,
    observed_time,
    percentile,
    share_of_time,
    usage_timeline,
)

ENOUGH = timedelta(hours=24)
"""Minimum observed time from which shares of the time mean anything."""

NEARLY_ALWAYS = 95
"""Percentage of the time for which slots must have sufficed to be called enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTimes:
    """How long people waited for a free slot; None if nobody did."""

    count: int
    median: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReport:
    """A provider between two moments; None stands for what was not observed.

    Attributes:
        start: Start of the period.
        end: End of the period, exclusive.
        observed_time: For how long at least one account's state was known.
        some_full: Share of that time in which at least one account was full, from 0 to 1.
        pool_full: Share of it in which every known account was full, so that one more would have helped.
        incomplete: Share of it in which an account was unknown, so that its slots are left out.
        mean_in_use: How many slots were in use, on average.
        in_use_p95: How many slots were enough ``NEARLY_ALWAYS``.
        total: The most slots that were known at one time.
        accounts: How many accounts' states were known at any time.
        idle: The names of those accounts that were never seen in use.
        waits: How long people waited.
    """

    start: datetime
    end: datetime
    observed_time: timedelta
    some_full: float | None
    pool_full: float | None
    incomplete: float | None
    mean_in_use: float | None
    in_use_p95: int | None
    total: int | None
    accounts: int
    idle: tuple[str, ...]
    waits: WaitTimes


def usage_report(
    changes: Iterable[StateChange], *, start: datetime, end: datetime, waits: Sequence[timedelta] = ()
) -> UsageReport:
    """Report on one provider.

    Args:
        changes: The changes of all its accounts, with each account's last one before ``start``.
        start: Start of the period.
        end: End of the period, exclusive; not later than ``valid_until``.
        waits: How long each person who asked to be notified of a free slot waited for one.
    """
    by_account: dict[str, list[StateChange]] = {}
    for change in changes:
        by_account.setdefault(change.account, []).append(change)
    pool = usage_timeline(chain.from_iterable(by_account.values()), start, end)
    used = {account: used for account, own in by_account.items() if (used := _ever_used(own, start, end)) is not None}
    return UsageReport(
        start=start,
        end=end,
        observed_time=observed_time(pool),
        some_full=share_of_time(pool, lambda interval: interval.full > 0),
        pool_full=share_of_time(pool, lambda interval: interval.all_full),
        incomplete=share_of_time(pool, lambda interval: interval.missing > 0),
        mean_in_use=mean_in_use(pool),
        in_use_p95=in_use_percentile(pool, NEARLY_ALWAYS),
        total=max((interval.total for interval in pool), default=None),
        accounts=len(used),
        idle=tuple(sorted(account for account, ever in used.items() if not ever)),
        waits=WaitTimes(count=len(waits), median=percentile(waits, 50), longest=max(waits, default=None)),
    )


def _ever_used(own: Iterable[StateChange], start: datetime, end: datetime) -> bool | None:
    """Return whether an account was ever seen in use; None if nothing was known of it."""
    in_order = sorted(own, key=attrgetter("at"))
    ends = [*(change.at for change in in_order[1:]), end]
    seen = [
        change.in_use
        for change, until in zip(in_order, ends, strict=True)
        if change.certain and max(change.at, start) < min(until, end)
    ]
    return any(seen) if seen else None


def in_use_percentile(intervals: Sequence[UsageInterval], percent: int) -> int | None:
    """Return how many slots were enough for this much of the known time."""
    enough = percent * observed_time(intervals)
    covered = timedelta()
    for interval in sorted(intervals, key=lambda interval: interval.in_use):
        covered += 100 * interval.duration
        if covered >= enough:
            return interval.in_use
    return None
