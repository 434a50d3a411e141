"""An alert's short id, and its Details button."""

from bot.chat.message import Button

LENGTH = 8


def short_id(key: str) -> str:
    """Return an alert's id for people: the first characters of its key."""
    return key[:LENGTH]


def details_button(key: str) -> Button:
    """Return the button that explains an alert.

    Every alert has a button that carries its key, this one or another: delivery finds a message that may have been sent
    by it.
    """
    return Button(label="Details", action="why:alert", arguments=(key,))
