"""Buttons and menus of Block Kit, whose ``action_id`` is their token: below a message, and beside its entries.

An entry with commands is a row: a single command is a button, several are a menu behind ``⋯``. Only a ``section`` can
have these, and its text is Slack's own markup (https://docs.slack.dev/messaging/formatting-message-text). The markup's
styles can't be escaped: an invisible joiner before their characters keeps untrusted text from being styled.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from bot.chat.block_budget import draw_blocks
from bot.chat.dispatcher import token_of
from bot.chat.message import Block, Button, Card, Entry, EntryCommand, Listing, Menu, MenuChoice
from bot.chat.slack import block_limits as limits
from bot.chat.slack.button_and_form_metadata import Question
from bot.chat.slack.span_markup import Json, PlainTextMarkup, escape, length
from bot.chat.text_spans import Code, Span, Strong
from bot.chat.wording.text_cleaning import clip, isolated
from bot.platforms import CommandName

MENU = 8_000
"""Characters of a menu's JSON; further choices are left out, so that the message's text has room."""

PRIVATE = "private"
"""The value of a private message's buttons: Slack does not say of a pressed message whether it may be shared."""

ABOUT_ENTRY = "slack:entry"
"""The action of an entry's button or menu; no feature has the name ``slack``."""

MOST_ROWS = 30
"""Maximum number of rows, of a message's 50 blocks; further entries go below, without commands."""

_JOINER = "\u034f"

_STYLES = re.compile(r"[*_~`]|:(?=[\w+'-]*[a-z+_][\w+'-]*:)")
"""Beginnings of a style, or of an emoji's name."""

_CODE_MARK = "`"
_PLAIN_WORDS = re.compile(r"[\w -]*\w", re.ASCII)


def action_blocks(actions: Iterable[Button | Menu], more: Sequence[Json] = (), *, private: bool = False) -> list[Json]:
    """Draw buttons and menus, each menu in a row of its own; Slack has no disabled buttons, so those are left out.

    Buttons that open a form are left out, too: on Slack the command itself has a form.

    Raises:
        ValueError: A button or menu carries more than Slack accepts.
    """
    menus: dict[str, Json] = {}
    buttons: dict[str, Json] = {}
    for action in actions:
        if action.opens_form:
            continue
        if isinstance(action, Menu) and action.choices:
            menus[_token(action)] = _menu(action)
        elif isinstance(action, Button) and not action.disabled:
            buttons[_token(action)] = _button(action, private=private)
    elements = [*buttons.values(), *more]
    rows = [elements[start : start + limits.ACTIONS] for start in range(0, len(elements), limits.ACTIONS)]
    return [{"type": "actions", "elements": row} for row in (*([menu] for menu in menus.values()), *rows)]


def plain_object(text: str) -> Json:
    """Return a text object without markup."""
    return {"type": "plain_text", "text": text}


def mrkdwn_object(text: str) -> Json:
    """Return a text object in Slack's own markup."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _button(button: Button, *, private: bool) -> Json:
    return {
        "type": "button",
        "action_id": _token(button),
        "text": plain_object(clip(button.label, limits.BUTTON)),
        **({"style": "primary"} if button.positive else {}),
        **({"value": PRIVATE} if private else {}),
    }


def _menu(menu: Menu) -> Json:
    options = list(map(_option, menu.choices[: limits.OPTIONS]))
    while sum(map(length, options)) > MENU:
        options.pop()
    placeholder = plain_object(clip(menu.placeholder, limits.PLACEHOLDER))
    return {"type": "static_select", "action_id": _token(menu), "placeholder": placeholder, "options": options}


def _option(choice: MenuChoice) -> Json:
    if not 1 <= len(choice.value) <= limits.OPTION_VALUE:
        raise ValueError(f"a choice carries {len(choice.value)} characters; Slack takes 1 to {limits.OPTION_VALUE}")
    drawn = {"text": plain_object(clip(choice.label, limits.OPTION)), "value": choice.value}
    return (
        {**drawn, "description": plain_object(clip(choice.description, limits.OPTION))} if choice.description else drawn
    )


def _token(action: Button | Menu) -> str:
    token = token_of(action.action, action.arguments)
    if len(token) > limits.ACTION_ID:
        raise ValueError(f"a button of {action.action} carries {len(token)} characters; Slack takes {limits.ACTION_ID}")
    return token


class MrkdwnMarkup(PlainTextMarkup):
    """Slack's own markup, in which untrusted text is literal."""

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
    """The entries of a card, or its table, as rows.

    Attributes:
        card: The card without these entries.
        blocks: The rows, or one block with all of them.
        rest: What goes below them: entries or rows that don't fit, and notes.
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
        ValueError: An entry carries more than Slack accepts.
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
    action_id = f"{ABOUT_ENTRY}:{index}:{_carried(commands[0])}"  # unique within a message
    if len(action_id) > limits.ACTION_ID:
        raise ValueError(f"an entry of {commands[0].command} carries more than Slack takes: {len(action_id)}")
    options = [_entry_option(command) for command in commands[: limits.OVERFLOW]]
    if len(options) == 1:
        return {"type": "button", "action_id": action_id, **options[0]}
    return {"type": "overflow", "action_id": action_id, "options": options}


def _entry_option(command: EntryCommand) -> Json:
    value = _carried(command)
    if len(value) > limits.OPTION_VALUE:
        raise ValueError(f"{command.command} carries {len(value)} characters; Slack takes {limits.OPTION_VALUE}")
    return {"text": plain_object(clip(command.label, limits.OPTION)), "value": value}


def _carried(command: EntryCommand) -> str:
    return Question(command=command.command, texts=command.options).carried()


def _styled(span: Span, drawn: str) -> str:
    """Return strong text in bold, and commands and code as code, unless their characters would end the style early."""
    match span:
        case Strong() if _PLAIN_WORDS.fullmatch(drawn):
            return f"*{drawn}*"
        case CommandName() if _CODE_MARK not in drawn:
            return f"{_CODE_MARK}{drawn}{_CODE_MARK}"
        case Code() if _CODE_MARK not in span.text and (said := escape(isolated(span.text))).strip():
            return f"{_CODE_MARK}{said}{_CODE_MARK}"
        case _:
            return drawn
