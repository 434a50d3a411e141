"""A message as a person reads it on Discord, and what Discord would not take or take literally of it."""

import re
from collections.abc import Iterator

import discord

from bot.chat.discord.message_renderer import draw
from bot.chat.message import Level, Message
from tests.chat.nasty import active

_LEVELS = {level.colour: level for level in reversed(Level)}
_MOMENT = r"<t:-?\d+:[tTfR]>"


def read(message: Message) -> str:
    """Write a message down: its headline; each card's level and title, its lines, its sections, its footer."""
    drawn = draw(message)
    lines = [] if drawn.content is None else [drawn.content]
    for embed in drawn.embeds:
        level = _LEVELS[0 if embed.colour is None else embed.colour.value]
        lines += [f"[{level}] {embed.title}", *(embed.description or "").split("\n")]
        for field in embed.fields:
            lines += [f"# {field.name}", *(field.value or "").split("\n")]
        lines += [f"({embed.footer.text})"] if embed.footer.text else []
    return "\n".join(lines)


def refused(message: Message) -> list[str]:
    """List why Discord would not take a message.

    https://discord.com/developers/docs/resources/message#embed-object-embed-limits
    """
    drawn = draw(message)
    why = ["too many embeds"] if len(drawn.embeds) > 10 else []
    why += ["content"] if len(drawn.content or "") > 2000 else []
    total = 0
    for embed in drawn.embeds:
        texts = [(embed.title or "", 256), (embed.description or "", 4096), (embed.footer.text or "", 2048)]
        texts += [(field.name or "", 256) for field in embed.fields]
        texts += [(field.value or "", 1024) for field in embed.fields]
        total += sum(len(text) for text, _ in texts)
        why += [f"{len(text)} of {most}" for text, most in texts if len(text) > most]
        why += ["nothing in it"] if not any(text.strip() for text, _ in texts) else []
    return why + ([f"{total} in all"] if total > 6000 else [])


def acting(message: Message, ours: str) -> list[tuple[str, list[str]]]:
    """List the lines in which something acts that is neither a moment nor matched by ``ours``, a pattern."""
    found = []
    for line in _lines(message):
        # A backslash before our own markup makes it somebody's text, which stays.
        rest = re.sub(rf"(\\.)|{_MOMENT}|{ours}", lambda part: part[1] or "", line).replace("\ufe0f", "")
        unasked = [one for one in active(rest) if one not in {"(", ")", ":", "/", "a list"}]
        literal = re.sub(r"\\.", " ", re.sub(_MOMENT, "", line))
        unasked += re.findall(r"://|\]\(|:(?!\d\d:)[\w+-]{2,}:", literal)
        unasked += ["unbalanced"] if literal.count("**") % 2 else []
        if unasked:
            found.append((line, unasked))
    return found


def _lines(message: Message) -> Iterator[str]:
    drawn = draw(message)
    yield drawn.content or ""
    for embed in drawn.embeds:
        yield embed.title or ""
        yield from _text(embed)


def _text(embed: discord.Embed) -> Iterator[str]:
    yield from (embed.description or "").split("\n")
    for field in embed.fields:
        yield from (field.value or "").split("\n")
