"""Where a time axis has its ticks and what they say; UTC, since a picture can't know its reader's zone."""

from datetime import datetime, timedelta

MAX_TICKS = 9
"""More labels beside each other would touch."""

_EVERY = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 5 * 1440, 7 * 1440)
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ticks(start: datetime, end: datetime) -> list[datetime]:
    """Choose round moments from ``start`` to ``end``, at most ``MAX_TICKS`` of them: minutes, hours or midnights.

    A span of more than eight weeks has ticks in its first eight.
    """
    every = next((one for one in _EVERY if (end - start) / one <= MAX_TICKS - 1), _EVERY[-1])
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - (midnight - start) // every * every
    if every >= timedelta(days=1):
        first = midnight if midnight == start else midnight + timedelta(days=1)
    return [first + every * number for number in range(MAX_TICKS) if first + every * number <= end]


def time_label(moment: datetime) -> str:
    """Label a tick with the time of day, or with the day at midnight."""
    return day(moment) if moment.hour == moment.minute == 0 else clock(moment)


def day(moment: datetime) -> str:
    """Write a day, such as ``15 May``, in English whatever the machine's locale."""
    return f"{moment.day} {_MONTHS[moment.month - 1]}"


def clock(moment: datetime) -> str:
    """Write the time of day, such as ``09:30``."""
    return f"{moment:%H:%M}"


def time_range(start: datetime, end: datetime) -> str:
    """Write a range, such as ``14 May 2026 12:00 to 15 May 2026 12:00 UTC``."""
    return f"{day(start)} {start.year} {clock(start)} to {day(end)} {end.year} {clock(end)} UTC"
