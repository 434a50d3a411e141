"""What one version of a message shows, whichever chat it stands in: its headline and its cards, in Discord's Markdown.

Slack's rich text is written as Discord would: ``**bold**``, ``~~struck out~~``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.fakes.slack.records import Json

_CARD_TITLE = re.compile(r"\*\*(?P<title>.+?)\*\*(?:\n(?P<rest>.*))?", re.DOTALL)
_SIGN = re.compile(r"^[^\w\s]+ ")
_STYLES = {"bold": "**", "strike": "~~", "code": "`", "italic": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A card: its title where it has one, and its text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A version of a message."""

    headline: str
    cards: tuple[ShownCard, ...]


_PINGS = re.compile(r"^(?:<@&?\d+> )*")


def on_discord(content: str, embeds: Iterable[Json]) -> Shown:
    """Read a message of Discord."""
    cards = (ShownCard(title=embed.get("title") or "", text=embed.get("description", "")) for embed in embeds)
    return Shown(headline=_PINGS.sub("", content), cards=tuple(cards))


def on_slack(blocks: Sequence[Json], attachments: Sequence[Json], titles: Iterable[str]) -> Shown:
    """Read a message of Slack: cards are its attachments, else its blocks between dividers.

    Args:
        blocks: Those of the message, of which the first rich text is the headline.
        attachments: Those of the message.
        titles: What the title of a card begins with; any other first line in bold is text.
    """
    texts = [block for block in blocks if block["type"] == "rich_text"]
    if not texts:
        raise ValueError("no headline")
    parts = [each["blocks"] for each in attachments] or list(_divided(blocks[blocks.index(texts[0]) + 1 :]))
    return Shown(headline=markdown(texts[0]), cards=tuple(_card(part, tuple(titles)) for part in parts))


def markdown(block: Json) -> str:
    """Write rich text as Discord's Markdown."""
    return "".join(_element(each) for section in block["elements"] for each in section["elements"])


def _element(element: Json) -> str:
    if element["type"] == "date":
        return f"<t:{element['timestamp']}>"
    text: str = element.get("text", "")
    for style, mark in _STYLES.items():
        if element.get("style", {}).get(style):
            text = f"{mark}{text}{mark}"
    return text


def _divided(blocks: Sequence[Json]) -> Iterator[list[Json]]:
    part: list[Json] = []
    for block in [*blocks, {"type": "divider"}]:
        if block["type"] != "divider":
            part.append(block)
        else:
            if any(each["type"] == "rich_text" for each in part):  # pings and buttons alone are no card
                yield part
            part = []


def _card(blocks: Sequence[Json], titles: tuple[str, ...]) -> ShownCard:
    text = "\n".join(markdown(block) for block in blocks if block["type"] == "rich_text")
    if (found := _CARD_TITLE.fullmatch(text)) and (title := _SIGN.sub("", found["title"])).startswith(titles):
        return ShownCard(title=title, text=found["rest"] or "")
    return ShownCard(title="", text=text)
