"""Durations as people read them (``45 s``, ``12 min``, ``1 h 05``) and type them (``30s``, ``5m``, ``2h``).

``text.duration`` formats running jobs' times as ``3:57``.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.chat.wording.text import count

DAYS_FROM = timedelta(hours=48)
"""Durations from this length are given in days."""

TYPED = 40
"""Maximum number of characters of a typed duration."""

_SECOND, _MINUTE, _HOUR, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_BARE = re.compile(r"\d{1,7}", re.ASCII)
_PARTS = re.compile(
    r"(?:(\d{1,7}) ?d(?:ays?)?)? ?(?:(\d{1,7}) ?h(?:(?:ou)?rs?)?)? ?"
    r"(?:(\d{1,7}) ?m(?:in(?:ute)?s?)?)? ?(?:(\d{1,7}) ?s(?:ec(?:ond)?s?)?)?",
    re.ASCII,
)
_HOURS_MINUTES = re.compile(r"(\d{1,4}) ?h ?([0-5]\d)", re.ASCII)
_UNTIL = re.compile(r"(?:(?:until|till)(?: (tomorrow))?|(tomorrow)) ?(\d{1,2})(?::(\d{2}))?", re.ASCII)
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_UNITS = (("s", _SECOND), ("m", _MINUTE), ("h", _HOUR), ("d", _DAY))


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


def typed_span(span: timedelta) -> str:
    """Format a duration as people type it: ``90s``, ``5m``, ``2h``, ``7d``."""
    seconds = int(span.total_seconds())
    for unit, of in reversed(_UNITS):
        whole = int(of.total_seconds())
        if seconds % whole == 0 and seconds >= whole:
            return f"{seconds // whole}{unit}"
    return f"{seconds}s"


def read_time_span(typed: str, *, at: datetime, zone: tzinfo = UTC, bare: timedelta = _MINUTE) -> timedelta | None:
    """Read a duration as people type it: ``30s``, ``2h``, ``1h30m``, ``7d``, ``until 08:00``, ``tomorrow 08:00``.

    Args:
        typed: What was typed.
        at: The present moment, from which ``until 08:00`` is counted.
        zone: The time zone of ``until`` and ``tomorrow``.
        bare: The unit of a number without one.

    Returns:
        The duration; None if it can't be read.
    """
    said = " ".join(typed[:TYPED].casefold().split())
    if (found := _UNTIL.fullmatch(said)) is not None:
        days = 1 if found[1] or found[2] else 0
        return _until(int(found[3]), int(found[4] or 0), at, zone, days=days)
    if _BARE.fullmatch(said):
        return int(said) * bare
    if (found := _HOURS_MINUTES.fullmatch(said)) is not None:  # as ``time_span`` formats it
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    if not said or (found := _PARTS.fullmatch(said)) is None:
        return None
    days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def is_time_span(typed: str) -> bool:
    """Return whether a text is clearly a duration, which a number without a unit is not."""
    said = typed.strip()
    return not _BARE.fullmatch(said) and read_time_span(said, at=_ANY_MOMENT) is not None


def suggest_time_spans(
    typed: str, usual: Sequence[str], *, least: timedelta, most: timedelta, at: datetime, zone: tzinfo = UTC
) -> tuple[str, ...]:
    """Suggest durations that complete what was typed.

    Args:
        typed: What was typed.
        usual: Suggestions while nothing is typed.
        least: The shortest that is allowed.
        most: The longest that is allowed.
        at: The present moment.
        zone: The time zone of ``until``.
    """
    said = " ".join(typed[:TYPED].casefold().split())
    if _BARE.fullmatch(said):
        found: Sequence[str] = [f"{int(said)}{unit}" for unit, of in _UNITS if least <= int(said) * of <= most]
    else:
        found = [one for one in usual if one.startswith(said)] or [said]
    fitting = ((one, read_time_span(one, at=at, zone=zone)) for one in found)
    return tuple(one for one, span in fitting if span is not None and least <= span <= most)


def _until(hour: int, minute: int, at: datetime, zone: tzinfo, *, days: int) -> timedelta | None:
    """Return the time until a clock time in a zone, ``days`` from today; the day after that if it has passed."""
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the clock's own numbers
        return None
    day = at.astimezone(zone).date() + days * _DAY
    then = datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)
    if then <= at:
        then = datetime.combine(day + _DAY, time(hour, minute), tzinfo=zone).astimezone(UTC)
    return then - at
