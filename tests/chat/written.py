"""A message as a person reads it on Discord, for comparing with what should be there."""

from bot.chat.discord.message_renderer import draw
from bot.chat.message import Level, Message

_LEVELS = {level.colour: level for level in reversed(Level)}


def written(message: Message) -> str:
    """Write a message down: its text, then of each card its level and title, its lines, its fields, its footer."""
    drawn = draw(message)
    lines = [] if drawn.content is None else [drawn.content]
    for embed in drawn.embeds:
        assert embed.colour is not None
        lines.append(f"[{_LEVELS[embed.colour.value]}] {embed.title}")
        lines += (embed.description or "").split("\n")
        for field in embed.fields:
            lines += [f"# {field.name}", *(field.value or "").split("\n")]
        lines += [f"({embed.footer.text})"] if embed.footer.text else []
    return "\n".join(lines)
