"""Quiet hours of each day, such as ``22:00-08:00 Europe/Berlin``, in which a watch says nothing; and suggestions."""

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_log = logging.getLogger(__name__)

EXAMPLE = "22:00-08:00 Europe/Berlin"
LONGEST = 60
"""Maximum number of characters that are read; the longest zone has 32."""

_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?(?: ?([ap]m))?"
_HOURS = rf"{_CLOCK}\s*(?:-|–|to|until)\s*{_CLOCK}"  # noqa: RUF001 - phones type an en dash
_FORM = re.compile(rf"{_HOURS}\s+(\S+)", re.IGNORECASE)
_NOON = 12
_A_DAY = timedelta(days=1)

HOURS = "22:00-08:00"
"""Suggested until other hours are typed."""

FAMILIAR = (
    "Europe/Berlin",
    "Europe/London",
    "UTC",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""Suggested until a zone is typed."""

_CLOCK_BEGUN = r"(\d{1,2})(?::(\d{0,2}))?(?: ?([ap]m)\b)?"
_HOURS_FIRST = re.compile(
    rf"\s*(?:{_CLOCK_BEGUN}(?:\s*(?:-|–|to\b)\s*(?:{_CLOCK_BEGUN})?)?)?(?![\d:])\s*(.*)",  # noqa: RUF001 - as above
    re.IGNORECASE,
)
_MORNING, _EVENING, _MIDDAY = time(8), time(18), time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From ``begin`` up to ``end`` on the clocks of a time zone; over midnight if ``end`` is before ``begin``."""

    begin: time
    end: time
    zone: str

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"{self.begin:%H:%M}-{self.end:%H:%M} {self.zone}"

    def ends(self, at: datetime) -> datetime | None:
        """Return when the quiet hours at this time end; None outside of quiet hours.

        A time that the clocks skip counts as an hour later; a time that they show twice counts as the first.
        """
        zone = ZoneInfo(self.zone)
        today = at.astimezone(zone).date()
        for day in (today - _A_DAY, today):
            last = day + _A_DAY if self.end <= self.begin else day
            begin, end = (
                datetime.combine(*moment, tzinfo=zone).astimezone(UTC)
                for moment in ((day, self.begin), (last, self.end))
            )
            if begin <= at < end:
                return self.ends(end) or end  # the clocks may skip the time from the end to the next begin
        return None


def clock_time(hour: str, minute: str | None, half: str | None) -> time | None:
    """Return the time of day that digits mean, with ``am`` or ``pm`` in any case; None if there is no such time."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half.casefold() == "pm" else 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004 - the clock's own numbers


def resembles_quiet_hours(typed: str) -> bool:
    """Return whether a text was meant as quiet hours, though their time zone is missing."""
    return re.fullmatch(_HOURS, typed, re.IGNORECASE) is not None


def read_quiet_hours(typed: str) -> QuietHours:
    """Read quiet hours as people type them.

    Raises:
        ValueError: They can't be read; the sentence says what is allowed.
    """
    found = _FORM.fullmatch(" ".join(typed[:LONGEST].split()))
    if found is None:
        raise ValueError(f"Quiet hours look like {EXAMPLE}: from, to, and a time zone.")
    begin, end = clock_time(*found.group(1, 2, 3)), clock_time(*found.group(4, 5, 6))
    if begin is None or end is None:
        raise ValueError(f"A time is from 00:00 to 23:59, as in {EXAMPLE}.")
    if begin == end:
        raise ValueError(f"Quiet hours must end at another time than they begin, as in {EXAMPLE}.")
    try:
        ZoneInfo(found[7])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"{found[7]} is no time zone; they are named like Europe/Berlin, America/New_York or UTC."
        ) from None
    return QuietHours(begin=begin, end=end, zone=found[7])


def stored_quiet_hours(stored: str, watch: int) -> QuietHours | None:
    """Return a watch's quiet hours; None, with a line in the log, if the system no longer knows their time zone."""
    try:
        return read_quiet_hours(stored)
    except ValueError as problem:
        _log.error("Watch %d has no quiet hours for now, as %s can't be read: %s", watch, stored, problem)
        return None


def quiet_suggestions(typed: str, own_zone: str = "UTC") -> tuple[str, ...]:
    """Return quiet hours that complete what was typed.

    Only the typed hours are suggested; an end not typed yet is the next morning, or of a morning the evening. Zones
    whose city begins with the typed text come first; without any, ``own_zone`` does, unless it is UTC, the default.
    """
    found = _HOURS_FIRST.match(typed[:100])
    hours = None if found is None else _hours(typed, *found.group(1, 2, 3, 4, 5, 6))
    if found is None or hours is None:
        return ()
    sought = found[7].strip().replace(" ", "_").casefold()
    if not sought:
        first = () if own_zone == "UTC" else (own_zone,)
        return tuple(f"{hours} {zone}" for zone in dict.fromkeys((*first, *FAMILIAR)))
    zones = (zone for zone in _zones() if sought in zone.casefold())
    ranked = sorted(zones, key=lambda zone: _distance(zone, sought))
    return tuple(f"{hours} {zone}" for zone in ranked)


def _hours(typed: str, *parts: str | None) -> str | None:
    """Return the hours that were typed, or ``HOURS`` if it begins with them; None if there are no such times."""
    if parts[0] is None or HOURS.startswith(typed.strip()):
        return HOURS
    begin = _clock(*parts[:3])
    if begin is None:
        return None
    if parts[3] is None:
        end: time | None = _EVENING if _MORNING <= begin < _MIDDAY else _MORNING
    else:
        end = _clock(*parts[3:])
    return None if end is None or end == begin else f"{begin:%H:%M}-{end:%H:%M}"


def _clock(hour: str | None, minute: str | None, half: str | None) -> time | None:
    # 7:3 is the beginning of 7:30.
    return None if hour is None else clock_time(hour, minute and minute.ljust(2, "0"), half)


def _distance(zone: str, sought: str) -> tuple[bool, bool, bool]:
    name = zone.casefold()
    return name != sought, not name.rpartition("/")[2].startswith(sought), zone not in FAMILIAR


@cache
def _zones() -> tuple[str, ...]:
    """Return all zones, those of cities first; cached, since each is read from a file."""
    return tuple(sorted(available_timezones(), key=lambda zone: ("/" not in zone, zone.startswith("Etc/"), zone)))
