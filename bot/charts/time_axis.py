"""Where a time axis has its ticks, and the words of its ticks and title, all on the clocks of one time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MAX_TICKS = 6
"""Maximum number of ticks: on a phone, the labels of more would touch."""

_EVERY = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 5 * 1440, 7 * 1440)
)
_DAY = timedelta(days=1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ticks(start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """Choose moments that are round on the zone's clocks: minutes, hours or midnights, at most ``MAX_TICKS`` of them.

    Where clocks are changed in between, the ticks are as far apart as the clocks say. A span of more than five weeks
    has ticks in its first five.

    Returns:
        The moments, in UTC, from ``start`` to ``end``.
    """
    every = next((one for one in _EVERY if (end - start) / one <= MAX_TICKS - 1), _EVERY[-1])
    here = start.astimezone(zone).replace(tzinfo=None)  # naive: what is added to it is added on the clock
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - (midnight - here) // every * every
    if every >= _DAY:
        first = midnight if midnight == here else midnight + _DAY
    shown = (first + every * number for number in range(MAX_TICKS + 1))
    moments = dict.fromkeys(clock_time.replace(tzinfo=zone).astimezone(UTC) for clock_time in shown)
    return [moment for moment in moments if start <= moment <= end][:MAX_TICKS]


def time_label(moment: datetime) -> str:
    """Label a tick with the time of day, or with the day at midnight."""
    return day(moment) if moment.hour == moment.minute == 0 else clock(moment)


def day(moment: datetime) -> str:
    """Write a day, such as ``15 May``, in English whatever the machine's locale."""
    return f"{moment.day} {_MONTHS[moment.month - 1]}"


def clock(moment: datetime) -> str:
    """Write the time of day, such as ``09:30``."""
    return f"{moment:%H:%M}"


def axis_title(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return the days and the time zone of an axis: ``14 to 15 May 2026 · Europe/Berlin``."""
    first, last = start.astimezone(zone), (end - timedelta(microseconds=1)).astimezone(zone)
    if first.date() == last.date():
        days = f"{day(last)} {last.year}"
    elif (first.year, first.month) == (last.year, last.month):
        days = f"{first.day} to {day(last)} {last.year}"
    elif first.year == last.year:
        days = f"{day(first)} to {day(last)} {last.year}"
    else:
        days = f"{day(first)} {first.year} to {day(last)} {last.year}"
    return f"{days} · {zone.key}"


def time_range(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Write a range, such as ``14 May 2026 12:00 to 15 May 2026 12:00, Europe/Berlin``."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    return f"{day(first)} {first.year} {clock(first)} to {day(last)} {last.year} {clock(last)}, {zone.key}"
