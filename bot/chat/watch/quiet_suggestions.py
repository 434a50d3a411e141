"""Suggestions for quiet hours: the hours as typed, with matching time zones."""

import re
from functools import cache
from zoneinfo import available_timezones

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

_HOURS_FIRST = re.compile(r"\s*(\d{1,2}:\d{2}\s*(?:-|–|to)\s*\d{1,2}:\d{2}(?!\d))?\s*(.*)")  # noqa: RUF001 - as in quiet_hours
_NO_ZONE = re.compile(r"[\d:\s–-]*")  # noqa: RUF001 - as above


def quiet_suggestions(typed: str) -> tuple[str, ...]:
    """Return quiet hours that complete what was typed; zones whose city begins with it come first."""
    found = _HOURS_FIRST.match(typed[:100])
    hours, sought = (found[1] or HOURS, found[2]) if found else (HOURS, "")
    if _NO_ZONE.fullmatch(sought):
        return tuple(f"{hours} {zone}" for zone in FAMILIAR)
    sought = sought.strip().replace(" ", "_").casefold()
    zones = (zone for zone in _zones() if sought in zone.casefold())
    ranked = sorted(zones, key=lambda zone: _distance(zone, sought))
    return tuple(f"{hours} {zone}" for zone in ranked)


def _distance(zone: str, sought: str) -> tuple[bool, bool, bool]:
    name = zone.casefold()
    return name != sought, not name.rpartition("/")[2].startswith(sought), zone not in FAMILIAR


@cache
def _zones() -> tuple[str, ...]:
    """Return all zones, those of cities first; cached, since each is a file to open."""
    return tuple(sorted(available_timezones(), key=lambda zone: ("/" not in zone, zone.startswith("Etc/"), zone)))
