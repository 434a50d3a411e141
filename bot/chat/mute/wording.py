"""Messages about mutes: to the channel, in lists, and the question how long to mute."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.message import Button, Card, Message, paragraph
from bot.chat.text_spans import Line, Strong, member, until
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName, Sentence
from bot.subscriptions.mute import Mute

TITLE_LENGTH = 200

TITLES_LENGTH = 1500
"""An alert's button may mute several providers at once, and ``/unmute`` names all that is muted in a channel."""

ALL_ALERTS = "all alerts"
"""What a mute of all providers mutes, in words."""

OVER: Sentence = (
    "That mute is over already, or a newer one took its place: ",
    *(CommandName("unmute"), " ends what is muted here."),
)


def muted_message(made: Sequence[Mute], title: str, now: datetime) -> Message:
    """Return the channel's message about mutes that were just made, with the button that ends them.

    Args:
        made: The mutes: by one member, until one moment, with numbers that follow each other.
        title: What is muted, by the names that people know; empty for all providers.
        now: The present moment.
    """
    first, last = made[0], made[-1]
    said: Line = ("🔕 ", member(first.by), " muted ", _what(title), " here ", *until(first.until, now), ".")
    undo = Button(label="Undo", action="mute:undo", arguments=(str(first.id), str(last.id)))
    return Message(headline=said, actions=(undo,))


def standing_message(mute: Mute, title: str, now: datetime) -> Message:
    """Return the answer if a mute of the same, at least as long, is there already."""
    said: Line = ("🔕 ", member(mute.by), " muted ", _what(title), " here already, ", *until(mute.until, now), ".")
    return Message(cards=(Card(body=(paragraph(said),)),), private=True)


def over_message() -> Message:
    """Return the message that replaces one about a mute which ended by itself, or was replaced by a newer mute."""
    return Message(headline=("⚪ ", *OVER))


def unmuted_message(title: str, *, by: int, still: str = "") -> Message:
    """Return the channel's message about mutes that were ended before their time.

    Args:
        title: What was muted; empty for all providers.
        by: The member who ended them.
        still: What is still muted and includes some of it.
    """
    said: Line = ("🔔 ", member(by), " unmuted ", _what(title), " here.")
    left: Line = (" Still muted: ", Strong(clean(still, TITLES_LENGTH)), ".") if still else ()
    return Message(headline=(*said, *left))


def choice_message(title: str, spans: Sequence[tuple[str, str]], key: str, zone: str, typed: str = "") -> Message:
    """Ask for how long an alert's subject is to be muted.

    Args:
        title: What would be muted.
        spans: The labels of the buttons, each with its duration as it is typed.
        key: The alert's key.
        zone: What the time zone of clock times is called.
        typed: The options of ``/mute`` that mute the same; empty if several things would be muted.
    """
    body = paragraph(
        ("Mute ", _what(title), " in this channel, for everyone?"),
        ("Or type ", CommandName("mute"), f" {clean(typed, TITLES_LENGTH)}") if typed else (),
        (f"Clock times are in {zone}.",) if any(":" in label for label, _ in spans) else (),
    )
    buttons = [Button(label=label, action="mute:alert", arguments=(key, typed)) for label, typed in spans]
    another = Button(label="Another time…", action="mute:for", arguments=(key,), opens_form=True)
    return Message(cards=(Card(body=(body,)),), actions=(*buttons, another), private=True)


def _what(title: str) -> Strong | str:
    return Strong(clean(title, TITLES_LENGTH)) if title else ALL_ALERTS


def muted_line(title: str, by: int, end: datetime, now: datetime) -> Line:
    """Return what is muted, by whom and until when, as it reads at the moment ``now``."""
    return ("🔕 ", Strong(clean(title, TITLE_LENGTH)), " · muted here by ", member(by), " ", *until(end, now))
