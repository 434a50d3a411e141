"""What time zones are called."""

from datetime import datetime, tzinfo


def zone_name(zone: tzinfo, at: datetime) -> str:
    """Return what a time zone is called: ``Europe/Berlin``, ``UTC``."""
    return str(getattr(zone, "key", None) or zone.tzname(at))
