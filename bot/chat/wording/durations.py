"""Durations as people read them: exactly (``45 s``, ``1 h 05``, ``3:57``), or as a forecast (``2-5 min``)."""

from collections.abc import Callable
from datetime import timedelta

from bot.accounts.snapshot import Snapshot
from bot.chat.wording.numbers_and_lists import count
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration

Frees = Callable[[Snapshot, str | None], SlotForecast | None]
"""Forecasts when a slot of a provider, or of one of its accounts, frees, counted from a snapshot."""

_SECOND, _MINUTE, _HOUR, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_STEPS = (
    # Nobody plans by the second, nor by the minute beyond an hour and a half.
    (timedelta(seconds=57.5), 5 * _SECOND, _SECOND, "s"),
    (timedelta(minutes=89.5), _MINUTE, _MINUTE, "min"),
    (timedelta(hours=9.75), _HOUR / 2, _HOUR, "h"),
    (timedelta(hours=47.5), _HOUR, _HOUR, "h"),
    (timedelta.max, _DAY, _DAY, "days"),
)
"""Upper limit, rounding step and unit of each range of durations."""

DAYS_FROM = timedelta(hours=48)
"""Durations from this length are given in days."""


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


def time_span(span: timedelta) -> str:
    """Format a duration: ``45 s``, ``12 min``, ``1 h 05``, ``3 days 4 h``; a negative one as ``0 s``."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds} s"
    if span < _HOUR:
        return f"{seconds // 60} min"
    if span < DAYS_FROM:
        hours, minutes = seconds // 3600, seconds // 60 % 60
        return f"{hours} h {minutes:02}" if minutes else f"{hours} h"
    days, hours = span.days, seconds // 3600 % 24
    return f"{count(days, 'day')} {hours} h" if hours else count(days, "day")


def duration(span: timedelta) -> str:
    """Format a duration as ``3:57`` or ``1:02:03``; hours may exceed 24, and a negative duration is ``0:00``."""
    seconds = max(int(span.total_seconds()), 0)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
