"""Modals: what Discord refuses of one that its schema lets through, and how one is filled in.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
"""

from tests.fakes.discord.options import CannotError
from tests.fakes.discord.records import Json
from tests.fakes.discord.refusals import Violation, invalid_form

MOST = 5
"""Maximum number of components."""

LABEL, TEXT_INPUT = 18, 4


def check_modal(modal: Json) -> None:
    """Refuse a modal with too many components, or two inputs of one name."""
    path, inputs = ("data", "components"), list(map(_input, modal["components"]))
    if len(inputs) > MOST:
        message = f"Must be between 1 and {MOST} in length."
        raise invalid_form([Violation(path=path, code="BASE_TYPE_BAD_LENGTH", message=message)])
    names = [each.get("custom_id") for each in inputs]
    if len(names) > len(set(names)):
        message = "Component custom id cannot be duplicated"
        raise invalid_form([Violation(path=path, code="COMPONENT_CUSTOM_ID_DUPLICATED", message=message)])


def filled_in(modal: Json, text: str) -> Json:
    """Return what is sent once somebody typed ``text`` into a modal's one input.

    Raises:
        CannotError: when there is not one input of text, or the client would not send so short or long a text.
    """
    if [each["type"] for each in modal["components"]] != [LABEL]:
        raise CannotError("the modal has not one labelled input")
    typed = _input(modal["components"][0])
    if typed["type"] != TEXT_INPUT:
        raise CannotError("the modal's input takes no text")
    least = typed.get("min_length", 1 if typed.get("required", True) else 0)
    if not least <= len(text) <= typed.get("max_length", 4_000):
        raise CannotError(f"{len(text)} characters cannot be typed here")
    value = {"type": TEXT_INPUT, "id": 2, "custom_id": typed["custom_id"], "value": text}
    return {"custom_id": modal["custom_id"], "components": [{"type": LABEL, "id": 1, "component": value}]}


def _input(component: Json) -> Json:
    found: Json = component.get("component", component)
    return found
