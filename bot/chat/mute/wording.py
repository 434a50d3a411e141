"""A mute that was made, and one that ended."""

from bot.chat.message import Card, Level, Message, paragraph
from bot.chat.spans import Code, Strong, ago, channel, clock, member
from bot.chat.wording.text import clean
from bot.subscriptions.mute import Mute

TITLES_LENGTH = 1500
"""An alert's button may mute several providers at once, and ``/unmute`` names all that is muted in a channel."""


def muted_message(mute: Mute, title: str) -> Message:
    """Return what somebody is answered who muted.

    Args:
        mute: The mute.
        title: What is muted: its provider and account as people know them.
    """
    body = paragraph(
        (Strong(clean(title, TITLES_LENGTH)), " · muted in ", channel(mute.channel), " by ", member(mute.by)),
        (
            *("Until ", clock(mute.until), ", ", ago(mute.until)),
            ". If things differ then from what was told last, that is told.",
        ),
        (Code("/unmute"), " ends it sooner."),
    )
    return Message(cards=(Card(title="🔕 Muted", body=(body,)),), private=True)


def unmuted_message(title: str, *, still: str = "") -> Message:
    """Return what somebody is answered who ended a mute.

    Args:
        title: What was muted.
        still: What is still muted and includes some of it.
    """
    body = paragraph(
        (Strong(clean(title, TITLES_LENGTH)), " · not muted here any more"),
        (f"{Level.FAULTED.sign} Still muted here: ", Strong(clean(still, TITLES_LENGTH)))
        if still
        else ("If things differ from what was told last, the next look tells.",),
    )
    return Message(cards=(Card(title="🔔 Unmuted", body=(body,), level=Level.FREE),), private=True)
