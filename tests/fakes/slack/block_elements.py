"""The elements of Block Kit and their limits (https://docs.slack.dev/reference/block-kit/block-elements)."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.slack.block_fields import (
    Check,
    Finding,
    every,
    flag,
    kind_of,
    listed,
    number,
    one_of,
    plain,
    record,
    string,
    text,
    wrong,
)
from tests.fakes.slack.records import Json

ACTION_ID = string(255)
CONFIRM = record(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    "title text confirm deny",
)
DATE, TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
INTEGER = string(32, pattern=r"-?\d+(\.\d+)?")


def option(*kinds: str, url: bool = False) -> Check:
    """One option of a menu."""
    more: dict[str, Check] = {"url": string(3000)} if url else {}
    described = text(75, *kinds)
    return record({"text": text(75, *kinds), "value": string(150), "description": described, **more}, "text value")


def _no_value_twice(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - JSON is anything, here and below
    """Every option has another value, and what is picked from the start is one of them."""
    if not isinstance(it, dict):
        return
    options = _options(it)
    values = [each.get("value") for each in options]
    if len(set(values)) < len(values):
        yield wrong(f"{pointer}/options", "option values must be unique")
    if not options:
        return
    for name in ("initial_option", "initial_options"):
        picked = it.get(name)
        for each in picked if isinstance(picked, list) else [picked] if picked else []:
            if each not in options:
                yield wrong(f"{pointer}/{name}", "must exactly match one of the options")


def _options(it: Json) -> list[Json]:
    grouped = [each.get("options") or [] for each in it.get("option_groups") or [] if isinstance(each, dict)]
    found = [*(it.get("options") or []), *(each for group in grouped for each in group)]
    return [each for each in found if isinstance(each, dict)]


def element(kind: str, fields: dict[str, Check], required: str = "", either: str = "") -> Check:
    """An element of that type, with an `action_id`."""
    common: dict[str, Check] = {"type": one_of(kind), "action_id": ACTION_ID}
    return record({**common, **fields}, f"type {required}", either=either)


def menu(kind: str, fields: dict[str, Check], either: str = "") -> Check:
    """A select menu."""
    common: dict[str, Check] = {"placeholder": plain(150), "confirm": CONFIRM, "focus_on_load": flag}
    return every(element(kind, {**common, **fields}, either=either), _no_value_twice)


PICKED = string(255)
OPTION = option("plain_text")
GROUPS = listed(record({"label": plain(75), "options": listed(OPTION, 100)}, "label options"), 100)
SOME = {"max_selected_items": number(1, 100)}
FILTER = record(
    {
        "include": listed(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    either="include exclude_external_shared_channels exclude_bot_users",
)
STATIC: dict[str, Check] = {"options": listed(OPTION, 100), "option_groups": GROUPS}
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": flag, "filter": FILTER}

SELECTS: dict[str, Check] = {
    "static_select": menu("static_select", {**STATIC, "initial_option": OPTION}, "options option_groups"),
    "external_select": menu("external_select", {"initial_option": OPTION, "min_query_length": number(0, 3000)}),
    "users_select": menu("users_select", {"initial_user": PICKED}),
    "channels_select": menu("channels_select", {"initial_channel": PICKED, "response_url_enabled": flag}),
    "conversations_select": menu(
        "conversations_select", {**CONVERSATIONS, "initial_conversation": PICKED, "response_url_enabled": flag}
    ),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": menu(
        "multi_static_select", {**STATIC, **SOME, "initial_options": listed(OPTION, 100)}, "options option_groups"
    ),
    "multi_external_select": menu(
        "multi_external_select",
        {**SOME, "initial_options": listed(OPTION, 100), "min_query_length": number(0, 3000)},
    ),
    "multi_users_select": menu("multi_users_select", {**SOME, "initial_users": listed(PICKED, 100)}),
    "multi_channels_select": menu("multi_channels_select", {**SOME, "initial_channels": listed(PICKED, 100)}),
    "multi_conversations_select": menu(
        "multi_conversations_select", {**SOME, **CONVERSATIONS, "initial_conversations": listed(PICKED, 100)}
    ),
}
BUTTON = element(
    "button",
    {
        "text": plain(75),
        "url": string(3000),
        "value": string(2000, 0),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    "text",
)
BOX = option()
PICKERS: dict[str, Check] = {
    "datepicker": menu("datepicker", {"initial_date": string(10, pattern=DATE)}),
    "timepicker": menu("timepicker", {"initial_time": string(5, pattern=TIME), "timezone": string(64)}),
}
BOXES: dict[str, Check] = {
    "checkboxes": menu("checkboxes", {"options": listed(BOX, 10), "initial_options": listed(BOX, 10)}, "options"),
    "radio_buttons": menu("radio_buttons", {"options": listed(BOX, 10), "initial_option": BOX}, "options"),
}
OVERFLOW = every(
    element("overflow", {"options": listed(option("plain_text", url=True), 5), "confirm": CONFIRM}, "options"),
    _no_value_twice,
)
DATE_AND_TIME = element(
    "datetimepicker", {"initial_date_time": number(0, 10**10), "confirm": CONFIRM, "focus_on_load": flag}
)
DISPATCH = record({"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 2)})
ENTRY: dict[str, Check] = {"placeholder": plain(150), "focus_on_load": flag, "dispatch_action_config": DISPATCH}
INPUTS: dict[str, Check] = {
    "plain_text_input": element(
        "plain_text_input",
        {
            **ENTRY,
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
    "number_input": element(
        "number_input",
        {**ENTRY, "is_decimal_allowed": flag, "initial_value": INTEGER, "min_value": INTEGER, "max_value": INTEGER},
        "is_decimal_allowed",
    ),
    "email_text_input": element("email_text_input", {**ENTRY, "initial_value": string(3000)}),
    "url_text_input": element("url_text_input", {**ENTRY, "initial_value": string(3000)}),
}
SLACK_FILE = record({"id": string(255), "url": string(3000)}, either="id url")
PICTURE: dict[str, Check] = {
    "type": one_of("image"),
    "image_url": string(3000),
    "slack_file": SLACK_FILE,
    "alt_text": string(2000),
}
IMAGE = record(PICTURE, "type alt_text", either="image_url slack_file")
FEEDBACK = record({"text": plain(75), "value": string(2000), "accessibility_label": string(75)}, "text value")

ACCESSORY = kind_of(
    {**SELECTS, **MULTI_SELECTS, **PICKERS, **BOXES, "button": BUTTON, "overflow": OVERFLOW, "image": IMAGE}
)
ACTION = kind_of(
    {**SELECTS, **PICKERS, **BOXES, "button": BUTTON, "overflow": OVERFLOW, "datetimepicker": DATE_AND_TIME}
)
INPUT = kind_of({**SELECTS, **MULTI_SELECTS, **PICKERS, **BOXES, **INPUTS, "datetimepicker": DATE_AND_TIME})
CONTEXT_ACTION = kind_of(
    {
        "feedback_buttons": element(
            "feedback_buttons", {"positive_button": FEEDBACK, "negative_button": FEEDBACK}, "positive_button"
        ),
        "icon_button": element(
            "icon_button", {"icon": one_of("trash"), "text": plain(75), "value": string(2000)}, "icon text"
        ),
    }
)
