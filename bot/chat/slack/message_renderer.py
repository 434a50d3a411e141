"""A message as Slack draws it: text, blocks, attachments; every limit is kept here.

The headline stands first, as rich text. Short cards below it are attachments, which alone have a colour bar: alerts.
Long cards, and those of answers, which have no headline, are blocks: Slack folds a long attachment behind "Show more",
its buttons with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat.block_budget import BETWEEN, Drawn, Markup, draw_blocks, fit_line, shown_cards
from bot.chat.dispatcher import token_of
from bot.chat.level_signs import Level
from bot.chat.message import Block, Button, Card, Entry, Listing, Menu, MenuChoice, Message, paragraph
from bot.chat.slack import block_limits as limits
from bot.chat.slack.plain_text import PlainTextMarkup, mention_text
from bot.chat.slack.rich_text import COMMAND, Json, RichTextMarkup, length
from bot.chat.text_spans import Line, Strong, dated
from bot.chat.wording.text import ELLIPSIS, clip

CARDS = 10
"""Maximum number of cards; the last one that is shown names the others."""

PINGED = 20
"""More would leave no room for the headline."""

HEADLINE = 3_000
"""Characters of the headline, as text and as JSON."""

FOOTER = 300
FALLBACK = 300
"""Characters of what stands for an attachment where it can't be shown."""

FOLDED_LINES = 5
FOLDED = 700
"""Slack folds an attachment of more lines, or of more characters; it does not document from where on."""

EVENT = "capacity_alert"
"""The kind of metadata that our alerts have: https://docs.slack.dev/messaging/message-metadata."""

MENU = 8_000
"""Characters of a menu's JSON; choices beyond them are left out, or the message's text would have no room."""

_BY_CARD = 160
"""Characters of JSON around a card's text: its block, its attachment, a divider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMessage:
    """A message, drawn.

    Attributes:
        text: What a lock screen and a screen reader get; the blocks say at least as much.
        plain: The whole message as text, for where Slack refuses the blocks.
        blocks: What is shown, but for the attachments.
        attachments: Cards with a colour bar.
        metadata: By which a message is found that may have been posted; None where nobody looks for it.
    """

    text: str
    plain: str
    blocks: tuple[Json, ...]
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None

    def payload(self) -> dict[str, object]:
        """Return what every way of answering and editing takes.

        The attachments are there even when empty: ``chat.update`` leaves those that it isn't told of.
        """
        return {"text": self.text, "blocks": list(self.blocks), "attachments": list(self.attachments)}

    def post(self) -> dict[str, object]:
        """Return what ``chat.postMessage`` takes besides the channel."""
        found = {} if self.metadata is None else {"metadata": self.metadata}
        return {**self.payload(), **found, **_NO_PREVIEWS}

    def plain_payload(self) -> dict[str, object]:
        """Return the same as text only, for once more where Slack refuses the blocks."""
        found = {} if self.metadata is None else {"metadata": self.metadata}
        return {"text": self.plain, "attachments": [], **found}


_NO_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}


def draw(message: Message, *, key: str | None = None, command: str = COMMAND) -> DrawnMessage:
    """Draw a message.

    Args:
        message: What is said.
        key: The alert's key, by which the message can be found again.
        command: The command under which the app is installed, with its slash.
    """
    rich, plain = RichTextMarkup(command), PlainTextMarkup(command)
    pings = " ".join(map(mention_text, message.pings[:PINGED]))
    blocks = [_section(pings)] if pings else []
    if headline := fit_line(message.headline, HEADLINE, rich):
        blocks.append(headline.block())
    actions = action_blocks(message.actions)
    left = limits.MESSAGE - sum(map(length, (*blocks, *actions)))
    attachments: list[Json] = []
    text = whole = plain_text(message, limits.TEXT, plain)
    if message.headline and message.cards and all(map(_is_short, message.cards)):
        text = _headline(message, HEADLINE, plain)
        attachments = _attachments(message.cards, actions, left, rich)
    else:
        blocks += [*card_blocks(message.cards, left, rich), *actions]
    if key is not None and blocks:
        blocks[0] = {**blocks[0], "block_id": f"k:{key}"}
    return DrawnMessage(
        text=text or ELLIPSIS,
        plain=whole or ELLIPSIS,
        blocks=tuple(blocks),
        attachments=tuple(attachments),
        metadata=None if key is None else {"event_type": EVENT, "event_payload": {"key": key}},
    )


def card_blocks(cards: Sequence[Card], budget: int, markup: RichTextMarkup) -> list[Json]:
    """Draw cards as blocks, which share a budget of JSON; a line stands between two cards."""
    drawn: list[Json] = []
    shown = _shown(cards)
    left = budget
    for place, card in enumerate(shown):
        blocks = _card(card, left // (len(shown) - place), markup, sign=_sign(card))
        if drawn and blocks:
            blocks = [{"type": "divider"}, *blocks]
        drawn += blocks
        left -= sum(map(length, blocks))
    return drawn


def action_blocks(actions: Iterable[Button | Menu]) -> list[Json]:
    """Draw what can be pressed; Slack shows no button that can't be, so those are left out.

    Raises:
        ValueError: A button or menu carries more than Slack takes.
    """
    drawn = {
        element["action_id"]: element
        for action in actions
        if (element := _menu(action) if isinstance(action, Menu) else _button(action))
    }
    elements = list(drawn.values())
    return [
        {"type": "actions", "elements": elements[start : start + limits.ACTIONS]}
        for start in range(0, len(elements), limits.ACTIONS)
    ]


def plain_text(message: Message, budget: int, markup: PlainTextMarkup) -> str:
    """Return a whole message in at most ``budget`` characters."""
    parts = list(filter(None, (_headline(message, budget, markup),)))
    left = budget - sum(map(len, parts))
    shown = _shown(message.cards)
    for place, card in enumerate(shown):
        text = card_text(card, left // (len(shown) - place) - len(BETWEEN), markup)
        if text:
            parts.append(text)
            left -= len(text) + len(BETWEEN)
    return BETWEEN.join(parts)


def card_text(card: Card, budget: int, markup: Markup[Drawn], sign: str = "") -> Drawn:
    """Draw a card's title, body and sections."""
    title = fit_line((Strong(f"{sign}{card.title}"),) if card.title else (), budget // 3, markup)
    left = budget - len(title) - markup.length("\n")
    body = draw_blocks([*filter(_says, card.body), *_sections(card)], left, markup)
    return markup.join("\n", filter(None, (title, body)))


def _headline(message: Message, budget: int, markup: PlainTextMarkup) -> str:
    pings = " ".join(map(mention_text, message.pings[:PINGED]))
    headline = fit_line(message.headline, budget - len(pings) - 1, markup)
    return " ".join(filter(None, (pings, headline)))


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _shown(cards: Sequence[Card]) -> Sequence[Card]:
    shown, others = shown_cards(cards, CARDS)
    if not others:
        return shown
    return (*shown[:-1], replace(shown[-1], body=(*shown[-1].body, paragraph((others,)))))


def _attachments(cards: Sequence[Card], actions: Sequence[Json], budget: int, markup: RichTextMarkup) -> list[Json]:
    """Draw cards with a bar in their colour; what can be pressed stands in the last."""
    drawn: list[Json] = []
    shown = _shown(cards)
    left = budget
    for place, card in enumerate(shown):
        fallback = card_text(card, FALLBACK, PlainTextMarkup(markup.command)) or ELLIPSIS
        attachment = {"color": f"#{card.level.colour:06x}", "fallback": fallback}
        blocks = _card(card, left // (len(shown) - place) - length(attachment), markup)
        drawn.append({**attachment, "blocks": [*blocks, *(actions if place == len(shown) - 1 else ())]})
        left -= length({**attachment, "blocks": blocks})
    return [one for one in drawn if one["blocks"]]


def _card(card: Card, budget: int, markup: RichTextMarkup, *, sign: str = "") -> list[Json]:
    small = _small_print(card)
    text = card_text(card, budget - sum(map(length, small)) - _BY_CARD, markup, sign)
    return [*([text.block()] if text else []), *small]


def _small_print(card: Card) -> list[Json]:
    elements: list[Json] = []
    if footer := clip(card.footer, FOOTER).strip():
        elements.append({"type": "plain_text", "text": footer})
    if card.at is not None:
        at = PlainTextMarkup().line((dated(card.at),))
        elements.append({"type": "mrkdwn", "text": at, "verbatim": True})
    return [{"type": "context", "elements": elements}] if elements else []


def _sections(card: Card) -> Iterator[Block]:
    for section in filter(lambda section: _says(section.body), card.sections):
        title: Line = (Strong(section.title),)
        if isinstance(section.body, Listing):
            yield replace(section.body, before=(*title, "\n", *section.body.before))
        else:
            yield paragraph(title, *section.body.lines)


def _says(block: Block) -> bool:
    return bool(block.entries or block.more) if isinstance(block, Listing) else any(block.lines)


def _sign(card: Card) -> str:
    """Return what stands for a card's colour where it has no bar."""
    return f"{card.level.sign} " if card.level is not Level.UNKNOWN and card.title[:1].isalnum() else ""


def _is_short(card: Card) -> bool:
    """Return whether an attachment would show the whole card."""
    blocks = (*card.body, *(section.body for section in card.sections))
    entries = [block.entries if isinstance(block, Listing) else (Entry(block.lines),) for block in blocks]
    lines = sum(len(entry.lines) for block in entries for entry in block) + len(card.sections)
    return lines <= FOLDED_LINES and len(card_text(card, limits.TEXT, PlainTextMarkup())) <= FOLDED


def _button(button: Button) -> Json | None:
    if button.disabled:
        return None
    drawn = {"type": "button", "action_id": _token(button), "text": _label(button.label, limits.BUTTON)}
    return {**drawn, "style": "primary"} if button.positive else drawn


def _menu(menu: Menu) -> Json | None:
    if not menu.choices:
        return None
    options = list(map(_option, menu.choices[: limits.OPTIONS]))
    while sum(map(length, options)) > MENU:
        options.pop()
    placeholder = _label(menu.placeholder, limits.PLACEHOLDER)
    return {"type": "static_select", "action_id": _token(menu), "placeholder": placeholder, "options": options}


def _option(choice: MenuChoice) -> Json:
    if not 1 <= len(choice.value) <= limits.OPTION_VALUE:
        raise ValueError(f"a choice carries {len(choice.value)} characters; Slack takes 1 to {limits.OPTION_VALUE}")
    drawn = {"text": _label(choice.label, limits.OPTION), "value": choice.value}
    return {**drawn, "description": _label(choice.description, limits.OPTION)} if choice.description else drawn


def _token(action: Button | Menu) -> str:
    token = token_of(action.action, action.arguments)
    if len(token) > limits.ACTION_ID:
        raise ValueError(f"a button of {action.action} carries {len(token)} characters; Slack takes {limits.ACTION_ID}")
    return token


def _label(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": clip(text, limit)}
