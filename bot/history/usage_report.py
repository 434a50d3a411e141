"""What ``/report`` says of one provider; only what was observed, no guess at demand that nobody saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from bot.history.state_changes import StateChange
from bot.history.time_shares import in_use_at, mean_in_use, observed, reached, share
from bot.history.usage_timeline import timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long people waited for a free slot; None where nobody did."""

    count: int
    median: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderReport:
    """A provider between two moments; None stands for what was not observed.

    Attributes:
        start: The first moment.
        end: The first moment after.
        observed: For how long at least one account's state was known.
        some_full: In how much of that time at least one account was full, from 0 to 1.
        pool_full: In how much of it every account that was known was full: the time that one more would have served.
        incomplete: In how much of it an account was unknown, so that its slots are left out.
        mean_in_use: How many slots were in use, on average.
        in_use_95: How many slots were enough for 95 percent of the time.
        total: The most slots that were known at one time.
        accounts: How many accounts' states were known at any time.
        idle: Those of them of which no slot was ever seen in use, by name.
        waits: How long people waited.
    """

    start: datetime
    end: datetime
    observed: timedelta
    some_full: float | None
    pool_full: float | None
    incomplete: float | None
    mean_in_use: float | None
    in_use_95: int | None
    total: int | None
    accounts: int
    idle: tuple[str, ...]
    waits: Waits


def report(
    marks: Iterable[StateChange], *, start: datetime, end: datetime, waits: Sequence[timedelta] = ()
) -> ProviderReport:
    """Report on one provider.

    Args:
        marks: Of all its accounts, each with its last one before ``start``.
        start: The first moment.
        end: The first moment after; not later than ``marks.known_until`` tells.
        waits: How long each person who asked to be told of a free slot waited for one.
    """
    by_account: dict[str, list[StateChange]] = {}
    for mark in marks:
        by_account.setdefault(mark.account, []).append(mark)
    pool = timeline((mark for own in by_account.values() for mark in own), start, end)
    used = {account: used for account, own in by_account.items() if (used := _used(own, start, end)) is not None}
    return ProviderReport(
        start=start,
        end=end,
        observed=observed(pool),
        some_full=share(pool, lambda step: step.full > 0),
        pool_full=share(pool, lambda step: step.all_full),
        incomplete=share(pool, lambda step: step.missing > 0),
        mean_in_use=mean_in_use(pool),
        in_use_95=in_use_at(95, pool),
        total=max((step.total for step in pool), default=None),
        accounts=len(used),
        idle=tuple(sorted(account for account, ever in used.items() if not ever)),
        waits=Waits(count=len(waits), median=reached(50, waits), longest=max(waits, default=None)),
    )


def _used(own: Iterable[StateChange], start: datetime, end: datetime) -> bool | None:
    """Tell whether an account was ever seen in use; None where nothing was known of it."""
    in_order = sorted(own, key=attrgetter("at"))
    ends = [*(mark.at for mark in in_order[1:]), end]
    seen = [
        mark.in_use
        for mark, until in zip(in_order, ends, strict=True)
        if mark.certain and max(mark.at, start) < min(until, end)
    ]
    return any(seen) if seen else None
