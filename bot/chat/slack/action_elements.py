"""Elements of Block Kit: buttons and menus, whose ``action_id`` is their token, and text objects."""

from collections.abc import Iterable, Sequence

from bot.chat.dispatcher import token_of
from bot.chat.message import Button, Menu, MenuChoice
from bot.chat.slack import block_limits as limits
from bot.chat.slack.span_markup import Json, length
from bot.chat.wording.text import clip

MENU = 8_000
"""Characters of a menu's JSON; further choices are left out, so that the message's text has room."""

PRIVATE = "private"
"""The value of a private message's buttons: Slack does not say of a pressed message whether it may be shared."""


def action_blocks(actions: Iterable[Button | Menu], more: Sequence[Json] = (), *, private: bool = False) -> list[Json]:
    """Draw buttons and menus, each menu in a row of its own; Slack has no disabled buttons, so those are left out.

    So are those that ask for a text: here the command has a form that does.

    Raises:
        ValueError: A button or menu carries more than Slack takes.
    """
    menus: dict[str, Json] = {}
    buttons: dict[str, Json] = {}
    for action in actions:
        if isinstance(action, Menu) and action.choices:
            menus[_token(action)] = _menu(action)
        elif isinstance(action, Button) and not (action.disabled or action.opens_form):
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
