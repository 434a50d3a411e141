"""Times as people type them: durations (``30s``, ``5m``, ``2h``), clock times and dates; suggestions of them."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.subscriptions.quiet_hours import clock_time

TYPED = 40
"""Maximum number of characters of a typed duration."""

_SECOND, _MINUTE, _HOUR, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_BARE = re.compile(r"\d{1,7}", re.ASCII)
_NUMBER = r"(\d{1,7}(?:[.,]\d{1,3})?)"
_PARTS = re.compile(
    rf"(?:{_NUMBER} ?w(?:eeks?)?)? ?(?:{_NUMBER} ?d(?:ays?)?)? ?(?:{_NUMBER} ?h(?:(?:ou)?rs?)?)? ?"
    rf"(?:{_NUMBER} ?m(?:in(?:ute)?s?)?)? ?(?:{_NUMBER} ?s(?:ec(?:ond)?s?)?)?",
    re.ASCII,
)
_FIGURES = {
    **dict.fromkeys(("a", "an", "one"), 1),
    **dict.fromkeys(("half a", "half an", "half"), 0.5),
    **{one: at for at, one in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)},
}
_IN_WORDS = re.compile(rf"\b({'|'.join(sorted(_FIGURES, key=len, reverse=True))}) (?=[a-z])")
_UNIT = re.compile("minute|hour|day|week")
_HOURS_MINUTES = re.compile(r"(\d{1,4}) ?h ?([0-5]\d)", re.ASCII)
_CLOCK = re.compile(
    r"(?P<until>(?:until|till?|bis|by) ?)?(?P<before>tomorrow ?)?(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?"
    r"(?: ?(?P<half>[ap]m))?(?P<after> tomorrow)?",
    re.ASCII,
)
_DATED = re.compile(r"(?:until )?(20\d{2}-\d{2}-\d{2} \d{2}:\d{2})", re.ASCII)
_LASTING = re.compile(r"(?:for )?(?:the )?next (hour|.+ .+)|(?:for|(?:until|till?)(?! \d+(?: ?h(?: ?\d\d)?)?$)) (.+)")
_UNTIL_HOURS = re.compile(r"(?:until|till?|by) \d{1,2} ?h(?: ?\d{2})?", re.ASCII)
"""Either a clock time or a length: whoever typed it is asked."""

_BEGINNING = re.compile(r"(?:in|from|at|after|since|starting) (.+)")

_LIKE_A_TIME_WORD = re.compile(
    "until|till?|bis|by|for|in|yesterday|today|tonight|tomorrow|week|month|forever|next|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_LIKE_A_TIME = re.compile(
    r"[-+]?\d{1,5}(?:[.,:h]\d{1,3})?(?:[smhdw]|[ap]m|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?|weeks?|uhr)?",
    re.ASCII,
)
_UNITS = (("s", _SECOND), ("m", _MINUTE), ("h", _HOUR), ("d", _DAY))


def in_figures(typed: str) -> str:
    """Return a number that is typed as a word in figures: ``2`` of ``two``; anything else as it is."""
    return str(_FIGURES.get(_said(typed), typed))


def typed_span(span: timedelta) -> str:
    """Format a duration as people type it: ``90s``, ``5m``, ``2h``, ``7d``."""
    seconds = int(span.total_seconds())
    for unit, of in reversed(_UNITS):
        whole = int(of.total_seconds())
        if seconds % whole == 0 and seconds >= whole:
            return f"{seconds // whole}{unit}"
    return f"{seconds}s"


def read_duration(typed: str, *, bare: timedelta = _MINUTE) -> timedelta | None:
    """Read a duration as people type it: ``30s``, ``2h``, ``1h30m``, ``1.5h``, ``7d``; None if it can't be read.

    Args:
        typed: What was typed.
        bare: The unit of a number without one.
    """
    said = _IN_WORDS.sub(lambda found: f"{_FIGURES[found[1]]} ", _said(typed))
    if _BARE.fullmatch(said):
        return int(said) * bare
    if (found := _HOURS_MINUTES.fullmatch(said)) is not None:  # as ``time_span`` formats it
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    if not said or (found := _PARTS.fullmatch(said)) is None:
        return None
    weeks, days, hours, minutes, seconds = (float((one or "0").replace(",", ".")) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def read_end(typed: str, *, at: datetime, zone: tzinfo) -> timedelta | None:
    """Read how long something lasts: a duration, or its end.

    Args:
        typed: What was typed: ``2h``, ``for 30 minutes``, ``until 08:00``, ``6pm``, ``tomorrow 08:00``,
            ``until 2026-11-23 08:00``.
        at: The present moment, from which the end is counted.
        zone: The time zone of a clock time.

    Returns:
        The duration from now; None if it can't be read, or a date has passed.
    """
    if (moment := _read_date(typed)) is not None:
        left = moment.replace(tzinfo=zone).astimezone(UTC) - at
        return left if left > timedelta() else None
    clock = _read_clock(typed)
    return read_duration(_length(typed)) if clock is None else _until(*clock, at, zone)


def is_duration(typed: str) -> bool:
    """Return whether a text is clearly a duration, which a number without a unit is not."""
    return not _BARE.fullmatch(typed.strip()) and read_duration(typed) is not None


def is_end(typed: str) -> bool:
    """Return whether a text is clearly a duration or a clock time, as ``for 45`` is, but not ``45``."""
    length = _length(typed)
    has_length = is_duration(length) or (length != typed and read_duration(length) is not None)
    return has_length or _read_clock(typed) is not None or _read_date(typed) is not None


def resembles_time(typed: str) -> bool:
    """Return whether a text was surely meant as a time, though it may be none: ``90``, ``tonight``, ``from 18:00``."""
    said = _said(typed)
    if (beginning := _BEGINNING.fullmatch(said)) is not None:
        return is_end(beginning[1]) or resembles_time(beginning[1])
    return resembles_duration(typed) or any(one.fullmatch(said) for one in (_LIKE_A_TIME_WORD, _UNTIL_HOURS))


def resembles_duration(typed: str) -> bool:
    """Return whether a text was surely meant as how long something lasts: ``-5m``, ``2weeks``."""
    return _LIKE_A_TIME.fullmatch(_said(typed)) is not None


def read_count(typed: str, unit: timedelta) -> int | None:
    """Read a duration as a whole number of units: ``7d`` or ``week`` in hours; None if it is none, or has no unit."""
    said = f"1 {typed}" if _UNIT.fullmatch(_said(typed)) else typed
    span = read_duration(said) if is_duration(said) else None
    return None if span is None or span % unit else span // unit


def suggest_durations(
    typed: str,
    usual: Sequence[str],
    *,
    least: timedelta,
    most: timedelta,
    read: Callable[[str], timedelta | None] = read_duration,
) -> tuple[str, ...]:
    """Suggest durations that complete what was typed.

    Args:
        typed: What was typed.
        usual: Suggestions while nothing is typed.
        least: The shortest that is allowed.
        most: The longest that is allowed.
        read: Reads what is suggested: ``read_end`` at a moment where clock times are allowed, too.
    """
    said = _said(typed)
    if _BARE.fullmatch(said):
        found: Sequence[str] = [f"{int(said)}{unit}" for unit, of in _UNITS if least <= int(said) * of <= most]
    else:
        found = [one for one in usual if one.startswith(said)] or [said]
    fitting = ((one, read(one)) for one in found)
    return tuple(one for one, span in fitting if span is not None and least <= span <= most)


def _said(typed: str) -> str:
    return " ".join(typed.casefold().split())


def _length(typed: str) -> str:
    """Return a duration without the word before it: ``30 minutes`` of ``for 30 minutes``."""
    found = _LASTING.fullmatch(_said(typed))
    if found is None:
        return typed
    return "1 hour" if found[1] == "hour" else found[1] or found[2]


def _read_clock(typed: str) -> tuple[int, time] | None:
    """Return in how many days, and when on that day; None if a text is no clock time."""
    found = _CLOCK.fullmatch(_said(typed).replace("midnight", "0:00").replace("noon", "12:00"))
    # A number alone is one of minutes.
    if found is None or not any(found[name] for name in ("until", "before", "minute", "half", "after")):
        return None
    clock = clock_time(*found.group("hour", "minute", "half"))
    return None if clock is None else (1 if found["before"] or found["after"] else 0, clock)


def _read_date(typed: str) -> datetime | None:
    """Return a date with its clock time, which is that of no zone yet; None if a text is none."""
    found = _DATED.fullmatch(_said(typed))
    try:
        return None if found is None else datetime.fromisoformat(found[1])
    except ValueError:
        return None


def _until(days: int, clock: time, at: datetime, zone: tzinfo) -> timedelta:
    """Return the time until a clock time in a zone, ``days`` from today; the day after that if it has passed."""
    day = at.astimezone(zone).date() + days * _DAY
    then = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
    if then <= at:
        then = datetime.combine(day + _DAY, clock, tzinfo=zone).astimezone(UTC)
    return then - at


def zone_name(zone: tzinfo, at: datetime) -> str:
    """Return a time zone's name: ``Europe/Berlin``, ``UTC``."""
    return str(getattr(zone, "key", None) or zone.tzname(at))
