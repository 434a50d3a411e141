"""Modals: what Discord refuses of one that its schema lets through, and how one is filled in.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tests.fakes.discord.options import CannotError
from tests.fakes.discord.records import Json, Role
from tests.fakes.discord.refusals import Violation, invalid_form
from tests.fakes.discord.rules import OF_ONE, STRING_SELECT

MOST = 5
"""Maximum number of components."""

LABEL, TEXT_INPUT, ROLE_SELECT = 18, 4, 6

Entered: TypeAlias = str | Role
"""What somebody types, the label of what they pick, or a role; an empty text for nothing."""


def check_modal(modal: Json) -> None:
    """Refuse a modal with too many components, two inputs of one name, or a menu that can't be used."""
    if found := list(_violations(list(map(_input, modal["components"])))):
        raise invalid_form(found)


def _violations(inputs: list[Json]) -> Iterator[Violation]:
    path = ("data", "components")
    if len(inputs) > MOST:
        message = f"Must be between 1 and {MOST} in length."
        yield Violation(path=path, code="BASE_TYPE_BAD_LENGTH", message=message)
    names = [each.get("custom_id") for each in inputs]
    if len(names) > len(set(names)):
        message = "Component custom id cannot be duplicated"
        yield Violation(path=path, code="COMPONENT_CUSTOM_ID_DUPLICATED", message=message)
    check, code = OF_ONE[STRING_SELECT]
    for menu in inputs:
        if menu["type"] == STRING_SELECT and (problem := check(menu)):
            yield Violation(path=path, code=code, message=problem)
        if menu["type"] != TEXT_INPUT and menu.get("min_values") == 0 and menu.get("required", True):
            yield Violation(path=path, code=code, message="One that is required can't be left empty")


def filled_in(modal: Json, entered: str | Mapping[str, Entered]) -> Json:
    """Return what is sent once somebody filled in a modal.

    Args:
        modal: The modal.
        entered: What is entered, by the label of its input, or the text for the only one. The others stay as they are.

    Raises:
        CannotError: when there is no such input, or the client would not send that.
    """
    asked = {each.get("label", ""): each.get("component") for each in modal["components"] if each["type"] == LABEL}
    if isinstance(entered, str):
        if len(asked) != 1:
            raise CannotError("the modal has not one labelled input")
        entered = dict.fromkeys(asked, entered)
    if unknown := entered.keys() - asked.keys():
        raise CannotError(f"the modal asks for {list(asked)}, not for {sorted(unknown)}")
    return {
        "custom_id": modal["custom_id"],
        "components": [
            {"type": LABEL, "id": 2 * at + 1, "component": {**_sent(shown, entered.get(label)), "id": 2 * at + 2}}
            for at, (label, shown) in enumerate(asked.items())
        ],
    }


def _sent(shown: Json, entered: Entered | None) -> Json:
    sent = {"type": shown["type"], "custom_id": shown["custom_id"]}
    if shown["type"] != TEXT_INPUT:
        return {**sent, "values": _picked(shown, entered)}
    text = str((shown.get("value") or "") if entered is None else entered)
    least = shown.get("min_length", 1) if shown.get("required", True) or text else 0
    if not least <= len(text) <= shown.get("max_length", 4_000):
        raise CannotError(f"{len(text)} characters cannot be typed here")
    return {**sent, "value": text}


def _picked(menu: Json, entered: Entered | None) -> list[str]:
    """Return the values of what is picked from a menu; what was picked from the start where ``entered`` is None."""
    if menu["type"] == STRING_SELECT:
        offered = {each["label"]: each["value"] for each in menu["options"]}
        picked = [each["value"] for each in menu["options"] if each.get("default")]
        if entered is not None:
            if entered and entered not in offered:
                raise CannotError(f"{entered} is not among {list(offered)}")
            picked = [offered[str(entered)]] if entered else []
    elif menu["type"] == ROLE_SELECT:
        picked = [each["id"] for each in menu.get("default_values") or ()]
        if entered is not None:
            picked = [str(entered.id)] if isinstance(entered, Role) else []
    else:
        raise CannotError(f"component {menu['type']} takes nothing here")
    least = menu.get("min_values", 1) if menu.get("required", True) or picked else 0
    if not least <= len(picked) <= menu.get("max_values", 1):
        raise CannotError(f"{len(picked)} values cannot be picked")
    return picked


def _input(component: Json) -> Json:
    found: Json = component.get("component", component)
    return found
