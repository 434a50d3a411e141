"""Cards and messages as a person reads them on Discord, and what of them Discord refuses or does not take literally."""

import re
from collections.abc import Iterator, Sequence

import discord

from bot.chat.discord.message_renderer import draw
from bot.chat.message import Button, Card, Message
from bot.chat.signs_and_colours import Level
from tests.chat.nasty import active

_LEVELS = {level.colour: level for level in reversed(Level)}
_MOMENT = r"<t:-?\d+:[tTfFR]>"
_LINK = re.compile(r"://|discord(?:app)?\.(?:gg|com)/|\]\(|:(?!\d\d:)[\w+-]{2,}:")
_LIST = re.compile(r"\s*(?:[-+*]|\d+\.)(?:\s|$)")
_HARMLESS = frozenset({"(", ")", ":", "/", "a list"})  # by themselves; what they are part of is sought as a whole


_alone: list[Message] = []


def _message(said: Message | Card) -> Message:
    """Return a message, of the newest card always the same: what is asked again of the newest is not drawn again."""
    if isinstance(said, Message):
        return said
    if not _alone or _alone[0].cards[0] is not said:
        _alone[:] = [Message(cards=(said,))]
    return _alone[0]


def embeds_of(said: Message | Card) -> tuple[discord.Embed, ...]:
    """Draw a message's cards, or a card alone."""
    return draw(_message(said)).embeds


def drawn(said: Message | Card) -> str:
    """Write it down: its headline; each card's level and title, its lines, its sections, its footer."""
    headline = draw(said).content if isinstance(said, Message) else None
    lines = [] if headline is None else [headline]
    for embed in embeds_of(said):
        level = _LEVELS[0 if embed.colour is None else embed.colour.value]
        lines += [
            f"[{level}] {embed.title or ''}".rstrip(),
            *(embed.description.split("\n") if embed.description else ()),
        ]
        for field in embed.fields:
            lines += [f"# {field.name}", *(field.value or "").split("\n")]
        lines += [f"({embed.footer.text})"] if embed.footer.text else []
    return "\n".join(lines)


def refused(said: Message | Card) -> list[str]:
    """List why Discord would not take it.

    https://discord.com/developers/docs/resources/message#embed-object-embed-limits
    """
    message = _message(said)
    made = draw(message)
    view = made.view()
    why = _refused(made.embeds, made.content or "")
    for item in [] if view is None else view.children:
        token = getattr(item, "custom_id", "")
        why += [] if 1 <= len(token) <= 100 else [f"a custom_id of {len(token)}"]
        why += ["a menu of no choices"] if isinstance(item, discord.ui.Select) and not item.options else []
        for choice in item.options if isinstance(item, discord.ui.Select) else ():
            texts = (choice.label, choice.value, choice.description or choice.label)
            why += [f"a choice of {len(text)}" for text in texts if not 1 <= len(text) <= 100]
    labels = [action.label for action in message.actions if isinstance(action, Button)]
    why += [f"a label of {len(label)}" for label in labels if not 1 <= len(label) <= 80]
    alt = "" if made.picture is None else made.picture.alt
    return why + (["alt text"] if len(alt) > 1024 else [])


def _refused(embeds: Sequence[discord.Embed], content: str) -> list[str]:
    """List why Discord would not take a message's text and embeds."""
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


def acting(said: Message | Card, ours: str = r"\*\*") -> list[tuple[str, list[str]]]:
    """List the lines in which something acts that is neither a moment nor matched by ``ours``, a pattern."""
    found = []
    for line in lines_of(said):
        # A backslash before our own markup makes it somebody's text, which stays.
        rest = re.sub(rf"(\\.)|{_MOMENT}|{ours}", lambda part: part[1] or "", line).replace("\ufe0f", "")
        literal = re.sub(r"\\.", " ", re.sub(_MOMENT, "", line))
        unasked = [one for one in active(rest) if one not in _HARMLESS]
        unasked += _LINK.findall(literal)
        unasked += ["a list"] if _LIST.match(line) else []
        unasked += ["unbalanced"] if literal.count("**") % 2 else []
        unasked += ["an open isolate"] if line.count("\u2068") != line.count("\u2069") else []
        if unasked:
            found.append((line, unasked))
    return found


def lines_of(said: Message | Card) -> Iterator[str]:
    """Yield every line that is shown and drawn as Markdown."""
    if isinstance(said, Message):
        yield draw(said).content or ""
    for embed in embeds_of(said):
        yield embed.title or ""
        yield from (embed.description or "").split("\n")
        for field in embed.fields:
            yield from (field.value or "").split("\n")
