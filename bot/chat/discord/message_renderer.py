"""Draws a message for Discord: content, embeds, components, a file; keeps every limit.

The limits on embeds: https://discord.com/developers/docs/resources/message#embed-object-embed-limits. Discord counts
code points, as ``len`` does.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import discord

from bot.chat.block_budget import BETWEEN, draw_blocks, fit_line, shown_cards
from bot.chat.discord.markdown import MARKDOWN, clip_markdown, escape, span_markdown
from bot.chat.dispatcher import token_of
from bot.chat.message import Button, Card, Menu, Message, Picture, Section
from bot.chat.wording.text_cleaning import clip

CONTENT = 2000
"""Maximum length of a message's content: https://discord.com/developers/docs/resources/message#create-message."""

EMBEDS = 10
TOGETHER = 6000
"""Maximum number of characters of all embeds of a message."""

TITLE = 256
DESCRIPTION = 4096
SECTIONS = 25
SECTION = 1024
FOOTER = 2048

MENU = 100
"""Of a choice's label and description: https://discord.com/developers/docs/components/reference#string-select-select-option-structure"""

TOKEN = 100
"""https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id"""

PINGED = 20
"""Maximum number of pings; more would leave no room for the headline."""

NAMELESS = "-"
"""The name of a section without a title: Discord refuses a field without a name."""

_FOR_SECTIONS = 0.55
"""The largest share of a card that its sections may take if they and its body don't both fit."""


@dataclass(frozen=True, kw_only=True)  # no slots: a cached property needs a ``__dict__``
class DrawnMessage:
    """A message, drawn.

    Attributes:
        content: Its content, if it has any.
        embeds: Its cards.
        components: Its buttons and menus.
        picture: The picture, shown in the last embed.
    """

    content: str | None
    embeds: tuple[discord.Embed, ...]
    components: tuple[discord.ui.Item[Any], ...]
    picture: Picture | None

    def view(self) -> discord.ui.View | None:
        """Return the components as a view; None if there are none."""
        if not self.components:
            return None
        view = discord.ui.View(timeout=None)
        for component in self.components:
            view.add_item(component)
        view.stop()  # otherwise discord.py keeps each view forever; presses are routed by token
        return view

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The message as JSON, without its picture; it pings nobody."""
        view = self.view()
        return {
            "content": self.content,
            "embeds": [embed.to_dict() for embed in self.embeds],
            "components": [] if view is None else view.to_components(),
            "allowed_mentions": {"parse": []},
        }

    def files(self) -> list[discord.File]:
        """Return the picture as a file to upload; a file can be sent only once."""
        if self.picture is None:
            return []
        return [discord.File(io.BytesIO(self.picture.png), filename=self.picture.name, description=self.picture.alt)]


_newest: list[tuple[Message, DrawnMessage]] = []
"""The newest message that was drawn, and its drawing; empty before the first."""


def draw(message: Message) -> DrawnMessage:
    """Draw a message; when many members ask the same at once, it is drawn once."""
    if not _newest or _newest[0][0] is not message:
        _newest[:] = [(message, _draw(message))]
    return _newest[0][1]


def _draw(message: Message) -> DrawnMessage:
    pings = "".join(f"{span_markdown(ping)} " for ping in message.pings[:PINGED])
    content = fit_line(message.headline, CONTENT - len(pings), MARKDOWN) if message.headline else ""
    embeds = draw_cards(message.cards)
    if message.picture is not None:
        embeds[-1].set_image(url=f"attachment://{message.picture.name}")
    return DrawnMessage(
        content=f"{pings}{content}".rstrip() or None,
        embeds=tuple(embeds),
        components=tuple(map(_component, message.actions)),
        picture=message.picture,
    )


def draw_cards(cards: Sequence[Card]) -> list[discord.Embed]:
    """Draw cards as embeds, which share a message's characters; the last embed names the cards left out."""
    shown, others = shown_cards(cards, EMBEDS)
    rest = escape(others)
    embeds: list[discord.Embed] = []
    left = TOGETHER
    for index, card in enumerate(shown):
        last = rest if index == len(shown) - 1 else ""
        embeds.append(_embed(card, left // (len(shown) - index), last))
        left -= len(embeds[-1])
    return embeds


def _embed(shown: Card, budget: int, rest: str) -> discord.Embed:
    card = shown.without_table()  # an embed has no columns
    footer = clip(card.footer, min(FOOTER, budget // 3))
    title = clip_markdown(escape(card.title, at_start=True), min(TITLE, budget // 3))
    left = budget - len(title) - len(footer) - (len(rest) + len(BETWEEN) if rest else 0)
    sections = [_section(section, SECTION) for section in card.sections[:SECTIONS]]
    taken = sum(map(_length, sections))
    body = draw_blocks(
        card.body, min(DESCRIPTION - len(rest) - len(BETWEEN), left - min(taken, int(left * _FOR_SECTIONS))), MARKDOWN
    )
    left -= len(body)
    embed = discord.Embed(
        title=title or None,
        description=BETWEEN.join(filter(None, (body, rest))) or None,
        colour=discord.Colour(card.level.colour),
        timestamp=card.at,
    )
    for index, section in enumerate(card.sections[:SECTIONS]):
        name, value = sections[index] if taken <= left else _section(section, left // (len(sections) - index))
        if value.strip():  # Discord refuses a blank field
            embed.add_field(name=name, value=value, inline=False)
            left -= len(name) + len(value)
    return embed.set_footer(text=footer) if footer else embed


def _section(section: Section, budget: int) -> tuple[str, str]:
    name = clip_markdown(escape(section.title, at_start=True), TITLE)
    name = name if name.strip() else NAMELESS
    return name, draw_blocks((section.body,), min(SECTION, budget - len(name)), MARKDOWN)


def _length(section: tuple[str, str]) -> int:
    return sum(map(len, section))


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
