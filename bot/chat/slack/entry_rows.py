"""Entries as rows with their commands: a single one is a button, several are a menu behind ``⋯``.

Only a ``section`` can have those, and its text is Slack's own markup
(https://docs.slack.dev/messaging/formatting-message-text), whose styles can't be escaped: an invisible joiner before
their characters keeps text of others from being styled.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from bot.chat.block_budget import draw_blocks
from bot.chat.message import Block, Card, Entry, EntryCommand, Listing
from bot.chat.slack import block_limits as limits
from bot.chat.slack.action_elements import mrkdwn_object, plain_object
from bot.chat.slack.carried_question import Question
from bot.chat.slack.span_markup import Json, PlainTextMarkup, escape, length
from bot.chat.text_spans import Code, Span, Strong
from bot.chat.wording.text import clip, isolated
from bot.platforms import CommandName

ABOUT_ENTRY = "slack:entry"
"""The action of these buttons and menus; no feature has the name ``slack``."""

MOST_ROWS = 30
"""Maximum number of rows, of a message's 50 blocks; further entries go below, without commands."""

_JOINER = "\u034f"
_STYLES = re.compile(r"[*_~`]|:(?=[\w+'-]*[a-z+_][\w+'-]*:)")
"""Beginnings of a style, or of an emoji's name."""

_CODE_MARK = "`"
_PLAIN_WORDS = re.compile(r"[\w -]*\w", re.ASCII)


class MrkdwnMarkup(PlainTextMarkup):
    """Slack's own markup, in which text of others is literal."""

    below = "\n"  # a row stands alone

    @override
    def text(self, text: str) -> str:
        return _STYLES.sub(lambda found: f"{_JOINER}{found[0]}", escape(text))

    @override
    def spans(self, line: Sequence[Span]) -> list[str]:
        drawn = super().spans(tuple(line))
        return [_styled(span, text) for span, text in zip(line, drawn, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRows:
    """The entries of a card as rows.

    Attributes:
        card: The card without these entries.
        blocks: The rows.
        rest: The entries that don't fit.
    """

    card: Card
    blocks: tuple[Json, ...] = ()
    rest: tuple[Block, ...] = ()


def draw_rows(card: Card, budget: int, markup: MrkdwnMarkup, most: int = MOST_ROWS) -> DrawnRows:
    """Draw the listings in a card's body whose entries have commands.

    Args:
        card: The card.
        budget: Characters of JSON.
        markup: How lines are drawn.
        most: Maximum number of rows.

    Raises:
        ValueError: An entry carries more than Slack takes.
    """
    listings = [one for one in card.body if isinstance(one, Listing) and _has_commands(one)]
    if not listings:
        return DrawnRows(card=card)
    blocks: list[Json] = []
    rest: list[Block] = []
    left = budget
    for listing in listings:
        shown = 0
        for entry in listing.entries:
            row = _row(entry, len(blocks), markup)
            if length(row) > left or len(blocks) >= most:
                break
            blocks.append(row)
            left -= length(row)
            shown += 1
        rest.append(replace(listing, entries=listing.entries[shown:]))
    others = tuple(one for one in card.body if not (isinstance(one, Listing) and _has_commands(one)))
    return DrawnRows(card=replace(card, body=others), blocks=tuple(blocks), rest=tuple(rest))


def _has_commands(listing: Listing) -> bool:
    return any(entry.commands for entry in listing.entries)


def _row(entry: Entry, index: int, markup: MrkdwnMarkup) -> Json:
    said = draw_blocks((Listing(entries=(entry,)),), limits.SECTION, markup)
    row = {"type": "section", "text": mrkdwn_object(said)}
    return {**row, "accessory": _accessory(entry.commands, index)} if entry.commands else row


def _accessory(commands: Sequence[EntryCommand], index: int) -> Json:
    action_id = f"{ABOUT_ENTRY}:{index}:{_question(commands[0]).carried()}"  # unique within a message
    if len(action_id) > limits.ACTION_ID:
        raise ValueError(f"an entry of {commands[0].command} carries more than Slack takes: {len(action_id)}")
    if len(commands) == 1:
        return _button(commands[0], action_id)
    options = [_option(command) for command in commands[: limits.OVERFLOW]]
    return {"type": "overflow", "action_id": action_id, "options": options}


def _button(command: EntryCommand, action_id: str) -> Json:
    label = plain_object(clip(command.label, limits.BUTTON))
    button = {"type": "button", "action_id": action_id, "text": label, "value": _question(command).carried()}
    if not command.confirmation:
        return button
    confirm = {
        "title": plain_object(clip(command.label, limits.CONFIRM_TITLE)),
        "text": plain_object(clip(command.confirmation, limits.CONFIRM_TEXT)),
        "confirm": plain_object(clip(command.label, limits.CONFIRM_BUTTON)),
        "deny": plain_object("Not now"),
        "style": "danger",
    }
    return {**button, "confirm": confirm}


def _option(command: EntryCommand) -> Json:
    """Return an option of the menu. A menu's confirmation would apply to all options, so questions open a modal."""
    value = replace(_question(command), confirmation=command.confirmation).carried()
    if len(value) > limits.OPTION_VALUE:
        raise ValueError(f"{command.command} carries {len(value)} characters; Slack takes {limits.OPTION_VALUE}")
    return {"text": plain_object(clip(command.label, limits.OPTION)), "value": value}


def _question(command: EntryCommand) -> Question:
    return Question(command=command.command, texts=command.options)


def _styled(span: Span, drawn: str) -> str:
    """Return strong text in bold, and commands and code as that, if none of their characters would end it early."""
    match span:
        case Strong() if _PLAIN_WORDS.fullmatch(drawn):
            return f"*{drawn}*"
        case CommandName() if _CODE_MARK not in drawn:
            return f"{_CODE_MARK}{drawn}{_CODE_MARK}"
        case Code() if _CODE_MARK not in span.text and (said := escape(isolated(span.text))).strip():
            return f"{_CODE_MARK}{said}{_CODE_MARK}"
        case _:
            return drawn
