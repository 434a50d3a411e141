"""Forecasts in words: when a slot usually frees, how long something usually takes."""

from collections.abc import Callable
from datetime import timedelta

from bot.accounts.snapshot import Snapshot
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration

Frees = Callable[[Snapshot, str | None], SlotForecast | None]
"""Forecasts when a slot of a provider, or of one of its accounts, frees, counted from a snapshot."""

_SECOND, _MINUTE, _HOUR, _DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)

_STEPS = (
    # Nobody plans by the second, nor by the minute beyond an hour and a half.
    (timedelta(seconds=57.5), 5 * _SECOND, _SECOND, "s"),
    (timedelta(minutes=89.5), _MINUTE, _MINUTE, "min"),
    (timedelta(hours=9.75), _HOUR / 2, _HOUR, "h"),
    (timedelta(hours=47.5), _HOUR, _HOUR, "h"),
    (timedelta.max, _DAY, _DAY, "days"),
)
"""Upper limit, rounding step and unit of each range of durations."""


def no_forecast(_: Snapshot, __: str | None) -> None:
    """Forecast nothing."""


def next_slot(estimate: SlotForecast, age: timedelta = timedelta(), where: str = "") -> str:
    """Return when a slot usually frees: ``next slot usually in 2-5 min``.

    Args:
        estimate: The forecast, counted from the look.
        age: How old the look is.
        where: The one account that it is about, where that must be said.
    """
    return f"next slot {f'on {where} ' if where else ''}usually {_when(estimate.low - age, estimate.high - age)}"


def _when(low: timedelta, high: timedelta) -> str:
    if high <= timedelta():
        return "any moment"
    if low <= timedelta():
        most, unit = _rounded(high)
        return f"within {most} {unit}"
    return f"in {_between(low, high)}"


def duration_range(usual: UsualDuration) -> str:
    """Return how long something usually takes: ``3-6 min``."""
    return _between(usual.low, usual.high)


def _between(low: timedelta, high: timedelta) -> str:
    (most, unit), (least, smaller) = _rounded(high), _rounded(low)
    if (least, smaller) == (most, unit):
        return f"{most} {unit}"
    return f"{least}-{most} {unit}" if smaller == unit else f"{least} {smaller} to {most} {unit}"


def _rounded(span: timedelta) -> tuple[str, str]:
    """Return a rounded number, never zero, and its unit."""
    step, of, unit = next((step, of, unit) for below, step, of, unit in _STEPS if span < below)
    number = max(round(span / step), 1) * step / of
    return f"{number:g}", unit
