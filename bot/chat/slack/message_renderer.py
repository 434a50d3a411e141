"""Draws a message for Slack: text, blocks, attachments; keeps every limit.

The headline comes first, as rich text. A short card without a title, such as an alert's, is an attachment, since only
those have a colour bar. Any other card is blocks, with a sign in its title if its colour warns: Slack folds a long
attachment, buttons included, behind "Show more".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.chat.block_budget import BETWEEN, Drawn, Markup, draw_blocks, fit_line, shown_cards
from bot.chat.message import Block, Card, Entry, Listing, Message, has_text, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.slack import block_limits as limits
from bot.chat.slack.buttons_and_menus import (
    MOST_ROWS,
    MrkdwnMarkup,
    action_blocks,
    draw_rows,
    mrkdwn_object,
    plain_object,
)
from bot.chat.slack.data_table import draw_table
from bot.chat.slack.slack_words import USUAL_WORDS, WorkspaceWords
from bot.chat.slack.span_markup import Json, PlainTextMarkup, RichText, RichTextMarkup, length, ping_text
from bot.chat.text_spans import Line, MentionKind, Strong, dated
from bot.chat.wording.text_cleaning import ELLIPSIS, clip

CARDS = 10
"""Maximum number of cards; the last one that is shown names the others."""

_CARD_BLOCKS = 4
"""Maximum number of a card's blocks, besides its rows: text, table, the rest below them, small print."""

PINGED = 20
"""Maximum number of pings; more would leave no room for the headline."""

HEADLINE = 3_000
"""Maximum length of the headline, as text and as JSON."""

FOOTER = 300
FALLBACK = 300
"""Maximum length of an attachment's fallback text."""

FOLDED_LINES = 5
FOLDED = 700
"""Slack folds attachments with more lines or characters; the limits are undocumented."""

COMPARED = 2
"""Minimum number of rows with figures for a table: fewer compare nothing, and a phone cuts a table's columns."""

EVENT = "capacity_alert"
"""The event type in our alerts' metadata: https://docs.slack.dev/messaging/message-metadata."""

_BY_CARD = 240
"""Characters of JSON around a card's text: blocks, attachment, divider."""

_FOR_ROWS, _BELOW_ROWS = 0.7, 0.5
"""The largest share of a card for its rows or table; and of what is left, the share for the rest below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMessage:
    """A message, drawn.

    Attributes:
        text: The text for lock screens and screen readers; the blocks say at least as much.
        plain: The whole message as text, in case Slack refuses the blocks.
        blocks: The blocks.
        attachments: Cards with a colour bar.
        metadata: The key by which an alert's message is found; None for other messages.
    """

    text: str
    plain: str
    blocks: tuple[Json, ...]
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None

    def payload(self) -> dict[str, object]:
        """Return the payload of any answer or edit.

        It has attachments even if empty: ``chat.update`` keeps the old ones otherwise.
        """
        return {"text": self.text, "blocks": list(self.blocks), "attachments": list(self.attachments)}

    def post_payload(self) -> dict[str, object]:
        """Return the payload of ``chat.postMessage``, without the channel."""
        found = {} if self.metadata is None else {"metadata": self.metadata}
        return {**self.payload(), **found, **_NO_PREVIEWS}

    def plain_payload(self) -> dict[str, object]:
        """Return the payload as text only, for a second attempt if Slack refuses the blocks.

        It says that there are no blocks: an edit without them may leave the old ones.
        """
        found = {} if self.metadata is None else {"metadata": self.metadata}
        return {"text": self.plain, "blocks": [], "attachments": [], **found}


T = TypeVar("T")

_NO_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}


def draw(
    message: Message,
    *,
    key: str | None = None,
    words: WorkspaceWords = USUAL_WORDS,
    buttons: Sequence[Json] = (),
    note: str = "",
) -> DrawnMessage:
    """Draw a message.

    Args:
        message: The message.
        key: The alert's key, by which the message can be found again.
        words: The workspace's words.
        buttons: Further buttons, as elements.
        note: Small print at the end.
    """
    rich, plain = RichTextMarkup(words), PlainTextMarkup(words)
    headline = fit_line(message.headline, HEADLINE, rich)
    blocks = _in_order(message, _section(_pings(message)), headline.block() if headline else None)
    actions = [*action_blocks(message.actions, buttons, private=message.private), *_context(plain_object(note))]
    left = limits.MESSAGE - sum(map(length, (*blocks, *actions)))
    attachments: list[Json] = []
    whole = plain_text(message, limits.TEXT, plain)
    text = plain_text(_without_repeats(message), limits.TEXT, plain)
    if message.headline and message.cards and all(map(_is_short, message.cards)):
        text = _headline(message, HEADLINE, plain)
        attachments = _attachments(message.cards, actions, left, rich, plain)
    else:
        most = limits.MESSAGE_BLOCKS - len(blocks) - len(actions)
        blocks += [*card_blocks(message.cards, left, rich, most=most), *actions]
    if key is not None and blocks:
        blocks[0] = {**blocks[0], "block_id": f"k:{key}"}
    return DrawnMessage(
        text=text or ELLIPSIS,
        plain=whole or ELLIPSIS,
        blocks=tuple(blocks),
        attachments=tuple(attachments),
        metadata=None if key is None else {"event_type": EVENT, "event_payload": {"key": key}},
    )


def card_blocks(cards: Sequence[Card], budget: int, markup: RichTextMarkup, *, most: int) -> list[Json]:
    """Draw cards as blocks, which share a budget of JSON; dividers go between cards if there is room for all of them.

    Args:
        cards: The cards.
        budget: Characters of JSON.
        markup: How lines are drawn.
        most: Maximum number of blocks: enough for every card without rows.
    """
    shown = _shown(cards)
    spare = most - _CARD_BLOCKS * len(shown)
    divided = len(shown) - 1 <= spare
    rows = (spare - (len(shown) - 1 if divided else 0)) // max(len(shown), 1)
    drawn: list[Json] = []
    left = budget
    for index, card in enumerate(shown):
        blocks = _card(card, left // (len(shown) - index), markup, sign=_sign(card), rows=rows)
        if drawn and blocks and divided:
            blocks = [{"type": "divider"}, *blocks]
        drawn += blocks
        left -= sum(map(length, blocks))
    return drawn


def plain_text(message: Message, budget: int, markup: PlainTextMarkup) -> str:
    """Return a whole message in at most ``budget`` characters."""
    parts = list(filter(None, (_headline(message, budget, markup),)))
    left = budget - sum(map(len, parts))
    shown = _shown(message.cards)
    for index, card in enumerate(shown):
        text = card_text(card.without_table(), left // (len(shown) - index) - len(BETWEEN), markup)
        if text:
            parts.append(text)
            left -= len(text) + len(BETWEEN)
    return BETWEEN.join(parts)


def card_text(card: Card, budget: int, markup: Markup[Drawn], sign: str = "") -> Drawn:
    """Draw a card's title, body and sections."""
    title = fit_line((Strong(f"{sign}{card.title}"),) if card.title else (), budget // 3, markup)
    left = budget - len(title) - markup.length("\n")
    body = draw_blocks([*filter(has_text, card.body), *_sections(card)], left, markup)
    return markup.join("\n", filter(None, (title, body)))


def _without_repeats(message: Message) -> Message:
    """Return a message whose cards are titled by their subjects only, if it has a headline that says the rest."""
    if not message.headline:
        return message
    return replace(message, cards=tuple(replace(one, title=one.subject or one.title) for one in message.cards))


def _headline(message: Message, budget: int, markup: PlainTextMarkup) -> str:
    pings = _pings(message)
    headline = fit_line(message.headline, budget - len(pings) - 1, markup)
    return " ".join(_in_order(message, pings, headline))


def _pings(message: Message) -> str:
    return " ".join(map(ping_text, message.pings[:PINGED]))


def _in_order(message: Message, pings: T | None, headline: T | None) -> list[T]:
    """Put pings and headline in order: pinged members come first, user groups last."""
    spoken_to = all(ping.kind is MentionKind.MEMBER for ping in message.pings)
    return [one for one in ((pings, headline) if spoken_to else (headline, pings)) if one]


def _section(text: str) -> Json | None:
    return {"type": "section", "text": mrkdwn_object(text)} if text else None


def _shown(cards: Sequence[Card]) -> Sequence[Card]:
    shown, others = shown_cards(cards, CARDS)
    if not others:
        return shown
    return (*shown[:-1], replace(shown[-1], body=(*shown[-1].body, paragraph((others,)))))


def _attachments(
    cards: Sequence[Card], actions: Sequence[Json], budget: int, markup: RichTextMarkup, plain: PlainTextMarkup
) -> list[Json]:
    """Draw cards as attachments with a colour bar; the last one has the buttons."""
    drawn: list[Json] = []
    shown = _shown(cards)
    left = budget
    for index, card in enumerate(shown):
        fallback = card_text(card, FALLBACK, plain) or ELLIPSIS
        attachment = {"color": f"#{card.level.colour:06x}", "fallback": fallback}
        blocks = _card(card, left // (len(shown) - index) - length(attachment), markup)
        drawn.append({**attachment, "blocks": [*blocks, *(actions if index == len(shown) - 1 else ())]})
        left -= length({**attachment, "blocks": blocks})
    return [one for one in drawn if one["blocks"]]


def _card(card: Card, budget: int, markup: RichTextMarkup, *, sign: str = "", rows: int = MOST_ROWS) -> list[Json]:
    if card.table is not None and sum(bool(row.cells) for row in card.table.rows) < COMPARED:
        card = card.without_table()
    small = _small_print(card)
    left = budget - sum(map(length, small)) - _BY_CARD
    listed = draw_rows(card, int(left * _FOR_ROWS), MrkdwnMarkup(markup.words), min(rows, MOST_ROWS))
    left -= sum(map(length, listed.blocks))
    table = draw_table(listed.card, int(left * _FOR_ROWS))
    left -= sum(map(length, table.blocks))
    rest = [*filter(has_text, listed.rest), *table.rest]
    below = draw_blocks(rest, int(left * _BELOW_ROWS), markup) if rest else RichText()
    text = card_text(table.card, left - len(below), markup, sign)
    return [
        *([text.block()] if text else []),
        *listed.blocks,
        *table.blocks,
        *([below.block()] if below else []),
        *small,
    ]


def _small_print(card: Card) -> list[Json]:
    footer = clip(card.footer, FOOTER).strip()
    moment: Line = () if card.at is None else (dated(card.at),) if footer else ("as of ", dated(card.at))
    return _context(plain_object(footer), mrkdwn_object(PlainTextMarkup().line(moment)))


def _context(*texts: Json) -> list[Json]:
    said = [text for text in texts if str(text["text"]).strip()]
    return [{"type": "context", "elements": said}] if said else []


def _sections(card: Card) -> Iterator[Block]:
    for section in filter(lambda section: has_text(section.body), card.sections):
        title: Line = (Strong(section.title),)
        if isinstance(section.body, Listing):
            yield replace(section.body, before=(*title, "\n", *section.body.before))
        else:
            yield paragraph(title, *section.body.lines)


def _sign(card: Card) -> str:
    """Return a sign for a card whose colour warns, unless its title has one already."""
    warns = card.title[:1].isalnum() and card.level not in {Level.FREE, Level.UNKNOWN}
    return f"{card.level.sign} " if warns and not any(level.sign in card.title for level in Level) else ""


def _is_short(card: Card) -> bool:
    """Return whether a card has no title and is short enough for an attachment that isn't folded."""
    if card.table is not None:
        return False
    blocks = (*card.body, *(section.body for section in card.sections))
    entries = [block.entries if isinstance(block, Listing) else (Entry(block.lines),) for block in blocks]
    lines = sum(len(entry.lines) for block in entries for entry in block) + len(card.sections)
    return not card.title and lines <= FOLDED_LINES and len(card_text(card, limits.TEXT, PlainTextMarkup())) <= FOLDED
