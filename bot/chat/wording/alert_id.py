"""An alert's id in front of people: the first characters of its key."""

LENGTH = 8


def short_id(key: str) -> str:
    """Return the id by which people name an alert."""
    return key[:LENGTH]


def alert_footer(key: str) -> str:
    """Return the footer of an alert's last card, by which delivery finds a message that may have been sent."""
    return f"id {short_id(key)}"
