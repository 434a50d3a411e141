"""Where a time axis has its ticks and what they say; UTC, since a picture can't know its reader's zone."""

from datetime import datetime, timedelta

MOST = 9
"""So many labels stand beside each other without touching."""

_EVERY = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 5 * 1440, 7 * 1440)
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ticks(start: datetime, end: datetime) -> list[datetime]:
    """Choose round moments from ``start`` to ``end``, at most ``MOST`` of them: minutes, hours or midnights.

    A span of more than eight weeks has ticks in its first eight.
    """
    every = next((one for one in _EVERY if (end - start) / one <= MOST - 1), _EVERY[-1])
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - (midnight - start) // every * every
    if every >= timedelta(days=1):
        first = midnight if midnight == start else midnight + timedelta(days=1)
    return [first + every * number for number in range(MOST) if first + every * number <= end]


def label(moment: datetime) -> str:
    """Name a tick: the time of day, or the day where one begins."""
    return day(moment) if moment.hour == moment.minute == 0 else clock(moment)


def day(moment: datetime) -> str:
    """Name a day, such as ``15 May``, in English whatever the machine speaks."""
    return f"{moment.day} {_MONTHS[moment.month - 1]}"


def clock(moment: datetime) -> str:
    """Tell the time of day, such as ``09:30``."""
    return f"{moment:%H:%M}"


def span(start: datetime, end: datetime) -> str:
    """Tell from when to when, such as ``14 May 2026 12:00 to 15 May 2026 12:00 UTC``."""
    return f"{day(start)} {start.year} {clock(start)} to {day(end)} {end.year} {clock(end)} UTC"
