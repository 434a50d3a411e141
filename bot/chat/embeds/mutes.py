"""Mutes as people see them: one that began, and one that ended; why one is refused is ``error``'s.

Mentions of channels and members are written here; in an embed they ping nobody.
"""

import discord

from bot.chat.embeds.level import Level
from bot.chat.embeds.moments import clock
from bot.chat.embeds.words import ago
from bot.chat.wording.text import plain
from bot.subscriptions.mute import Mute

SUBJECT_LENGTH = 1500
"""A mute's button may silence several providers at once, and ``/unmute`` hears of all that is muted in a channel."""


def muted_embed(mute: Mute, subject: str) -> discord.Embed:
    """Draw a mute that just began.

    Args:
        mute: The mute.
        subject: What is muted, not yet escaped: its provider and account by the names that people know.
    """
    lines = (
        f"**{plain(subject, SUBJECT_LENGTH)}** · muted in <#{mute.channel}> by <@{mute.by}>",
        f"Until {clock(mute.until)}, {ago(mute.until)}. If things differ then from what was told last, that is told.",
        "`/unmute` ends it sooner.",
    )
    return discord.Embed(title="🔕 Muted", description="\n".join(lines), colour=Level.UNKNOWN.colour)


def unmuted_embed(subject: str, *, still: str = "") -> discord.Embed:
    """Draw what is muted no more.

    Args:
        subject: What that is, not yet escaped.
        still: What is muted yet and includes some of it, not yet escaped.
    """
    then = (
        f"{Level.FAULTED.sign} Still muted here: **{plain(still, SUBJECT_LENGTH)}**"
        if still
        else "If things differ from what was told last, the next look tells."
    )
    lines = (f"**{plain(subject, SUBJECT_LENGTH)}** · not muted here any more", then)
    return discord.Embed(title="🔔 Unmuted", description="\n".join(lines), colour=Level.FREE.colour)
