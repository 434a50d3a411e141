"""What a person enters, as Slack sends it: the state of an input, of a whole modal, of the options picked.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tests.fakes.slack.acked import CannotError, Choice
from tests.fakes.slack.block_tree import elements
from tests.fakes.slack.records import Json

Entered: TypeAlias = str | int | float | bool | Sequence[str]
"""A text, a number, one option's value or text, several of them, an id, or yes and no for a single checkbox."""

PLAIN = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
}
SEVERAL_PLAIN = {
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}
ONE = {"static_select", "external_select", "radio_buttons", "overflow"}
SEVERAL = {"multi_static_select", "multi_external_select", "checkboxes"}
INITIAL = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_user": "initial_user",
    "selected_conversations": "initial_conversations",
    "selected_channels": "initial_channels",
    "selected_users": "initial_users",
}


EMPTIED = ""
"""Entered to empty what an element shows."""


def state_of(element: Json, entered: Entered | None, offered: Sequence[Choice] = ()) -> Json:
    """Return the state of an element once something is entered, or as it is at the start where nothing is."""
    kind = element["type"]
    made: Json = {"type": kind}
    if kind in PLAIN:
        return made | {PLAIN[kind]: _plain(element, entered, PLAIN[kind])}
    if kind in SEVERAL_PLAIN:
        name = SEVERAL_PLAIN[kind]
        return made | {name: element.get(INITIAL[name], []) if entered is None else list(_listed(entered))}
    if kind in ONE:
        picked = element.get("initial_option") if entered is None else None
        return made | {"selected_option": picked if not entered else _option(element, str(entered), offered)}
    if kind in SEVERAL:
        if entered is None:
            return made | {"selected_options": element.get("initial_options", [])}
        return made | {"selected_options": _options(element, entered, offered)}
    return made


def _plain(element: Json, entered: Entered | None, name: str) -> object:
    """Return a text or an id, as far as the element takes it."""
    if entered is None:
        return element.get(INITIAL[name])
    if entered == EMPTIED:
        return None
    kind, text = element["type"], str(entered)
    if kind == "number_input":
        number = float(text)
        if not element.get("is_decimal_allowed") and not number.is_integer():
            raise CannotError(f"{element['action_id']} takes whole numbers")
        least, most = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
        if not least <= number <= most:
            raise CannotError(f"{element['action_id']} takes {least:g} to {most:g}")
    if kind == "plain_text_input" and not element.get("min_length", 0) <= len(text) <= element.get("max_length", 3000):
        raise CannotError(f"{element['action_id']} takes up to {element.get('max_length', 3000)} characters")
    return entered if kind == "datetimepicker" else text


def _listed(entered: Entered) -> Sequence[str]:
    return [entered] if isinstance(entered, str) else entered if isinstance(entered, Sequence) else [str(entered)]


def _options(element: Json, entered: Entered, offered: Sequence[Choice]) -> list[Json]:
    if isinstance(entered, bool):
        return options_of(element)[:1] if entered else []
    return [_option(element, each, offered) for each in _listed(entered)]


def options_of(element: Json) -> list[Json]:
    """List the options of a menu, of its groups as well."""
    grouped = [each for group in element.get("option_groups") or () for each in group["options"]]
    return [*(element.get("options") or ()), *grouped]


def _option(element: Json, wanted: str, offered: Sequence[Choice]) -> Json:
    every = options_of(element)
    every += [{"text": {"type": "plain_text", "text": each.text}, "value": each.value} for each in offered]
    for each in every:
        if wanted in {each["value"], each["text"]["text"]}:
            return each
    raise CannotError(f"{element['action_id']} has no {wanted!r}, but {[each['text']['text'] for each in every][:20]}")


def initial_state(
    blocks: Sequence[Json],
    values: Mapping[str, Entered] | None = None,
    offered: Mapping[str, Sequence[Choice]] | None = None,
    *,
    submitting: bool = False,
) -> Json:
    """Return the state of a view: what is entered by `action_id` or `block_id`, else what was there at the start."""
    values, left = values or {}, set(values or {})
    state: Json = {}
    for each in elements(blocks):
        element, block = each.element, each.block
        if block["type"] not in {"input", "section", "actions"} or element["type"] == "button":
            continue
        names = {element["action_id"], block["block_id"]}
        entered = next((values[name] for name in sorted(names) if name in values), None)
        left -= names
        made = state_of(element, entered, (offered or {}).get(element["action_id"], ()))
        state.setdefault(block["block_id"], {})[element["action_id"]] = made
        if submitting and block["type"] == "input" and not block.get("optional") and _empty(made):
            raise CannotError(f"{block['block_id']} must be filled in")
    if left:
        raise CannotError(f"the view has no {sorted(left)}, but {sorted(state)}")
    return state


def _empty(state: Json) -> bool:
    return all(value in (None, "", []) for name, value in state.items() if name != "type")
