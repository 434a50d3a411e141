"""Names of time zones."""

from datetime import datetime, tzinfo


def zone_name(zone: tzinfo, at: datetime) -> str:
    """Return a time zone's name: ``Europe/Berlin``, ``UTC``."""
    return str(getattr(zone, "key", None) or zone.tzname(at))
