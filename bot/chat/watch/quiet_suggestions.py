"""Suggestions for quiet hours: the hours as typed, with matching time zones."""

import re
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from bot.subscriptions.quiet_hours import clock_time

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

_CLOCK = r"(\d{1,2})(?::(\d{0,2}))?(?: ?([ap]m)\b)?"
_HOURS_FIRST = re.compile(
    rf"\s*(?:{_CLOCK}(?:\s*(?:-|–|to\b)\s*(?:{_CLOCK})?)?)?(?![\d:])\s*(.*)",  # noqa: RUF001 - as in quiet_hours
    re.IGNORECASE,
)
_MORNING, _EVENING, _NOON = time(8), time(18), time(12)


def quiet_suggestions(typed: str, own_zone: str = "UTC") -> tuple[str, ...]:
    """Return quiet hours that complete what was typed.

    They are the hours that were typed, and no others; an end that is not typed yet is the next morning's. Zones whose
    city begins with what was typed come first; while none is, ``own_zone`` does unless it is UTC, which nobody chose.
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
    """Return the hours that were typed, ``HOURS`` where these go on from it; None where there are no such times."""
    if parts[0] is None or HOURS.startswith(typed.strip()):
        return HOURS
    begin = _clock(*parts[:3])
    if begin is None:
        return None
    if parts[3] is None:
        end: time | None = _EVENING if _MORNING <= begin < _NOON else _MORNING
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
    """Return all zones, those of cities first; cached, since each is a file to open."""
    return tuple(sorted(available_timezones(), key=lambda zone: ("/" not in zone, zone.startswith("Etc/"), zone)))
