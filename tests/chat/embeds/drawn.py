"""An embed as a person reads it, for comparing with what should be there."""

import discord

from bot.chat.embeds.level import Level

_COLOURS = {level.colour: level for level in reversed(Level)}


def drawn(embed: discord.Embed) -> str:
    """Write an embed down: its colour's meaning and title, its lines, its fields, its footer."""
    lines = [
        f"[{_COLOURS[embed.colour or Level.UNKNOWN.colour]}] {embed.title}",
        *(embed.description or "").split("\n"),
    ]
    for field in embed.fields:
        lines += [f"# {field.name}", *(field.value or "").split("\n")]
    if embed.footer.text:
        lines.append(f"({embed.footer.text})")
    return "\n".join(lines)
