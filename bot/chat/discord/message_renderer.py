"""A message as Discord draws it: content, embeds, components, a file; every limit is kept here.

The limits on embeds: https://discord.com/developers/docs/resources/message#embed-object-embed-limits. Discord counts
code points, as ``len`` does.
"""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.discord.markdown import escape, markdown, span_markdown
from bot.chat.dispatcher import token_of
from bot.chat.message import Block, Button, Card, Entry, Listing, Menu, Message, Paragraph, Picture, Section
from bot.chat.spans import Line
from bot.chat.wording.text import ELLIPSIS, amount, clip

CONTENT = 2000
"""A message's own text: https://discord.com/developers/docs/resources/message#create-message."""

EMBEDS = 10
TOGETHER = 6000
"""Characters of all embeds of a message."""

TITLE = 256
DESCRIPTION = 4096
SECTIONS = 25
SECTION = 1024
FOOTER = 2048

MENU = 100
"""Both lines of a choice: https://discord.com/developers/docs/components/reference#string-select-select-option-structure"""

TOKEN = 100
"""https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id"""

PINGED = 20
"""More would leave no room for the headline."""

_ENTRY = 120
"""Characters below which an entry of several lines is left out rather than shortened."""

_BETWEEN = "\n\n"
_FOR_SECTIONS = 0.55
"""The largest share of a card that its sections take from its body, where they don't fit together."""

_FOR_PARAGRAPHS = 0.6
"""The largest share of a body that paragraphs take from listings, where they don't fit together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMessage:
    """A message, drawn.

    Attributes:
        content: Its own text; None where it has none.
        embeds: Its cards.
        components: Its buttons and menus.
        picture: The picture, shown in the last embed.
    """

    content: str | None
    embeds: tuple[discord.Embed, ...]
    components: tuple[discord.ui.Item[Any], ...]
    picture: Picture | None

    def view(self) -> discord.ui.View | None:
        """Return the components laid out; None where there are none."""
        if not self.components:
            return None
        view = discord.ui.View(timeout=None)
        for component in self.components:
            view.add_item(component)
        view.stop()  # or discord.py keeps the view of each message for as long as it runs; presses are routed by token
        return view

    def files(self) -> list[discord.File]:
        """Return the picture as a file to upload, which can be sent once."""
        if self.picture is None:
            return []
        return [discord.File(io.BytesIO(self.picture.png), filename=self.picture.name, description=self.picture.alt)]


def draw(message: Message) -> DrawnMessage:
    """Draw a message."""
    pings = "".join(f"{span_markdown(ping)} " for ping in message.pings[:PINGED])
    content = _fit_line(message.headline, CONTENT - len(pings)) if message.headline else ""
    embeds = _newest.embeds(message.cards)
    if message.picture is not None:
        embeds[-1].set_image(url=f"attachment://{message.picture.name}")
    return DrawnMessage(
        content=f"{pings}{content}".rstrip() or None,
        embeds=tuple(embeds),
        components=tuple(map(_component, message.actions)),
        picture=message.picture,
    )


class _Newest:
    """Keeps the newest drawing: when many ask the same at once, they are answered with one message."""

    def __init__(self) -> None:
        self._cards: tuple[Card, ...] = ()
        self._drawn: list[discord.Embed] = []

    def embeds(self, cards: tuple[Card, ...]) -> list[discord.Embed]:
        if cards is not self._cards:
            self._cards, self._drawn = cards, draw_cards(cards)
        return self._drawn


_newest = _Newest()


def draw_cards(cards: Sequence[Card]) -> list[discord.Embed]:
    """Draw cards as embeds; they share a message's characters, and the last names those that are too many."""
    shown, hidden = cards[:EMBEDS], cards[EMBEDS:]
    rest = f"and {len(hidden)} more: {', '.join(escape(card.subject) for card in hidden)}" if hidden else ""
    embeds: list[discord.Embed] = []
    left = TOGETHER
    for place, card in enumerate(shown):
        last = rest if place == len(shown) - 1 else ""
        embeds.append(_embed(card, left // (len(shown) - place), last))
        left -= len(embeds[-1])
    return embeds


def _embed(card: Card, budget: int, rest: str) -> discord.Embed:
    footer = clip(card.footer, FOOTER)
    title = clip(escape(card.title), min(TITLE, budget // 3))
    left = budget - len(title) - len(footer) - (len(rest) + len(_BETWEEN) if rest else 0)
    sections = [_section(section, SECTION) for section in card.sections[:SECTIONS]]
    taken = sum(map(_length, sections))
    body = _blocks(
        card.body, min(DESCRIPTION - len(rest) - len(_BETWEEN), left - min(taken, int(left * _FOR_SECTIONS)))
    )
    left -= len(body)
    embed = discord.Embed(
        title=title or None,
        description=_BETWEEN.join(filter(None, (body, rest))) or None,
        colour=discord.Colour(card.level.colour),
        timestamp=card.at,
    )
    for place, section in enumerate(card.sections[:SECTIONS]):
        name, value = sections[place] if taken <= left else _section(section, left // (len(sections) - place))
        if value:
            embed.add_field(name=name, value=value, inline=False)
            left -= len(name) + len(value)
    return embed.set_footer(text=footer) if footer else embed


def _section(section: Section, budget: int) -> tuple[str, str]:
    name = clip(escape(section.title), TITLE)
    return name, _blocks((section.body,), min(SECTION, budget - len(name)))


def _length(section: tuple[str, str]) -> int:
    return sum(map(len, section))


def _blocks(blocks: Sequence[Block], budget: int) -> str:
    """Draw blocks: paragraphs first, since they are what must be read; listings share what is left."""
    drawn = _drawn_blocks(blocks, budget, budget)
    if any(
        isinstance(block, Listing) and block.entries and not text for block, text in zip(blocks, drawn, strict=True)
    ):
        # Beside whole paragraphs, a listing could not even be counted.
        drawn = _drawn_blocks(blocks, budget, int(budget * _FOR_PARAGRAPHS))
    return _BETWEEN.join(filter(None, drawn))


def _drawn_blocks(blocks: Sequence[Block], budget: int, for_paragraphs: int) -> list[str]:
    """Draw each block; paragraphs take ``for_paragraphs`` of the budget together, the short ones whole."""
    between = len(_BETWEEN)
    listings = [place for place, block in enumerate(blocks) if isinstance(block, Listing)]
    whole = [_paragraph(block, budget) if isinstance(block, Paragraph) else "" for block in blocks]
    gaps = between * (sum(map(bool, whole)) - (not listings))
    shares = _shares([len(text) for text in whole], for_paragraphs - gaps)
    drawn = [
        _paragraph(block, share) if isinstance(block, Paragraph) else ""
        for block, share in zip(blocks, shares, strict=True)
    ]
    left = budget - sum(len(text) + between for text in drawn if text)
    for done, place in enumerate(listings):
        block = blocks[place]
        share = left // (len(listings) - done) - (between if done < len(listings) - 1 else 0)
        drawn[place] = _listing(block, share) if isinstance(block, Listing) else ""
        left -= len(drawn[place]) + (between if drawn[place] else 0)
    return drawn


def _shares(needs: Sequence[int], budget: int) -> list[int]:
    """Share a budget: who needs little gets all of it, the others get the same each."""
    shares = [0] * len(needs)
    left = max(budget, 0)
    for done, place in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        shares[place] = min(needs[place], left // (len(needs) - done))
        left -= shares[place]
    return shares


def _paragraph(block: Paragraph, budget: int) -> str:
    drawn = "\n".join(map(markdown, block.lines))
    return drawn if len(drawn) <= budget else _lines([_fit_line(line, budget) for line in block.lines], budget)


def _lines(lines: Sequence[str], budget: int) -> str:
    """Join as many lines as fit, with an ellipsis for the rest."""
    kept: list[str] = []
    left = budget
    for place, line in enumerate(lines):
        needed = len(line) + 1 + (0 if place == len(lines) - 1 else len(ELLIPSIS) + 1)
        if needed > left + 1:
            return "\n".join([*kept, ELLIPSIS])[:budget]
        kept.append(line)
        left -= len(line) + 1
    return "\n".join(kept)


def _fit_line(line: Line, budget: int) -> str:
    """Draw a line whose last text is clipped where the whole is too long; markup is never cut in half."""
    whole = markdown(line)
    if len(whole) <= budget:
        return whole
    drawn = ""
    for span in line:
        one = span_markdown(span, at_start=not drawn)
        if len(drawn) + len(one) > budget - len(ELLIPSIS):
            room = budget - len(drawn)
            return drawn + (clip(one, room) if isinstance(span, str) else ELLIPSIS[: max(room, 0)])
        drawn += one
    return drawn


def _listing(listing: Listing, budget: int) -> str:
    """Draw entries as far as they fit, and count the others by kind."""
    between = ", " if listing.inline else "\n"
    before = markdown(listing.before)
    drawn = [_entry(entry) for entry in listing.entries]
    if not listing.more and len(before) + sum(len(one) + len(between) for one in drawn) - len(between) <= budget:
        return before + between.join(drawn) if drawn else ""
    if any(len(entry.lines) > 1 for entry in listing.entries):  # shorten each before any is left out
        share = max(budget // len(drawn) - len(between), _ENTRY)
        drawn = [_counted(entry, share) for entry in listing.entries]
    kept = len(drawn)
    length = len(before) + sum(map(len, drawn)) + len(between) * (kept - 1)
    while True:
        hidden = Counter(entry.kind for entry in listing.entries[kept:])
        hidden.update(listing.more)
        last = _more(hidden) if hidden else ""
        if length + (len(last) + len(between) if last and kept else len(last)) <= budget:
            return before + between.join([*drawn[:kept], *([last] if last else [])])
        if not kept:
            return ""
        kept -= 1
        length -= len(drawn[kept]) + (len(between) if kept else 0)


def _entry(entry: Entry) -> str:
    return markdown(entry.lines[0]) if len(entry.lines) == 1 else "\n".join(map(markdown, entry.lines))


def _counted(entry: Entry, budget: int) -> str:
    """Draw an entry of several lines in few characters: its first line, and how many of the others are left out."""
    drawn = [markdown(line) for line in entry.lines]
    for kept in range(len(drawn), 0, -1):
        left = len(drawn) - kept
        text = "\n".join([*drawn[:kept], *([f"and {left} more"] if left else [])])
        if len(text) <= budget:
            return text
    return _fit_line(entry.lines[0], max(budget, 0))


def _more(hidden: Counter[str]) -> str:
    total = amount(sum(hidden.values()))
    kinds = ", ".join(f"{amount(number)} {escape(kind)}" for kind, number in hidden.items() if kind and number)
    return f"and {total} more: {kinds}" if kinds else f"and {total} more"


def _component(action: Button | Menu) -> discord.ui.Item[Any]:
    token = token_of(action.action, action.arguments)
    if len(token) > TOKEN:
        raise ValueError(f"a button of {action.action} carries {len(token)} characters; Discord takes {TOKEN}")
    if isinstance(action, Menu):
        options = [
            discord.SelectOption(
                label=clip(one.label, MENU), description=clip(one.description, MENU) or None, value=one.value
            )
            for one in action.choices
        ]
        return discord.ui.Select[Any](custom_id=token, placeholder=action.placeholder, options=options)
    style = discord.ButtonStyle.success if action.positive else discord.ButtonStyle.secondary
    return discord.ui.Button[Any](label=action.label, custom_id=token, style=style, disabled=action.disabled)
