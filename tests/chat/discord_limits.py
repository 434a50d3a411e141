"""Discord's limits and what may act in an embed, checked from its own pages; knows nothing of ``bot.chat``.

https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

import re
from collections.abc import Iterator, Sequence

import discord

from tests.chat.nasty import active

_LINKED = r"<t:-?\d+:[tTfR]>|\[To the message\]\(https://discord\.com/channels/\d+/\d+/\d+\)"
_SAID = r"[Mm]uted by <@\d+>|`(?:when|hold|/watch list|/watch test)`"
_OURS = re.compile(rf"{_LINKED}|{_SAID}|\*\*|\*inferred\*|\((?:inferred|from [\d,+]+ jobs?|\d[\d,:+/ offre]*)\)|[:/]")


def refused(embeds: Sequence[discord.Embed], content: str = "") -> list[str]:
    """List why Discord would not take a message."""
    why = ["too many embeds"] if len(embeds) > 10 else []
    why += ["content"] if len(content) > 2000 else []
    total = 0
    for embed in map(discord.Embed.to_dict, embeds):
        fields = embed.get("fields", [])
        named = [
            ("title", embed.get("title", ""), 256),
            ("description", embed.get("description", ""), 4096),
            ("footer", embed.get("footer", {}).get("text", ""), 2048),
            *((f"field {place} name", field["name"], 256) for place, field in enumerate(fields)),
            *((f"field {place} value", field["value"], 1024) for place, field in enumerate(fields)),
        ]
        total += sum(len(text) for _, text, _ in named)
        why += [f"{name} is {len(text)} long" for name, text, most in named if len(text) > most]
        why += [f"{name} is empty" for name, text, _ in named[3:] if not text.strip()]
        why += ["too many fields"] if len(fields) > 25 else []
        why += ["nothing in it"] if not any(text.strip() for _, text, _ in named) else []
    return why + ([f"{total} in all"] if total > 6000 else [])


def texts(embeds: Sequence[discord.Embed], content: str = "") -> Iterator[str]:
    """Return every line that is shown, without the mention that leads a message."""
    yield re.sub(r"^(<@&\d+> )+", "", content)
    for embed in embeds:
        yield embed.title or ""
        yield from (embed.description or "").split("\n")
        for field in embed.fields:
            yield from (field.value or "").split("\n")


def acting(embeds: Sequence[discord.Embed], content: str = "") -> list[tuple[str, list[str]]]:
    """List the lines in which something acts that is not our own markup."""
    found = []
    for line in texts(embeds, content):
        unasked = active(_without_ours(line))
        unasked += ["unbalanced"] if _literal(line).count("**") % 2 else []
        unasked += re.findall(r"://|\]\(|:(?!\d\d:)\w+:", re.sub(_LINKED, "", _literal(line)))
        if unasked:
            found.append((line, unasked))
    return found


def _without_ours(line: str) -> str:
    """Take our own markup out of a line; a backslash before it makes it somebody's text, which stays."""
    return re.sub(rf"(\\.)|{_OURS.pattern}", lambda found: found[1] or "", line).replace("\ufe0f", "")


def _literal(line: str) -> str:
    return re.sub(r"\\.", "", line)
