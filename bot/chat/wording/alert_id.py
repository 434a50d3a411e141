"""An alert's id in front of people, and the button that says more of it."""

from bot.chat.message import Button

LENGTH = 8


def short_id(key: str) -> str:
    """Return the id by which people name an alert: the first characters of its key."""
    return key[:LENGTH]


def details_button(key: str) -> Button:
    """Return the button that explains an alert.

    Every message that the bot posts by itself has a button that carries its key, this one or another: by that, delivery
    finds a message that may have been sent.
    """
    return Button(label="Details", action="alert:why", arguments=(key,))
