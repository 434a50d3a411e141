"""What Slack refuses in a message, a view or a list of options before it takes them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tests.fakes.slack.records import Json
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.terms import Terms

MOST_BLOCKS = 50
MOST_BLOCKS_OF_VIEW = 100
MOST_OPTIONS = 100


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


def check_message(said: Mapping[str, Any], surface: Surface, terms: Terms) -> None:
    """Refuse a message that breaks a rule; a missing `text` beside blocks is taken, and held against the bot."""
    if not said["text"] and not said["blocks"] and not said["attachments"]:
        raise RefusalError(error="no_text", problem="a message with nothing in it")
    if not said["text"]:
        terms.problems.append(f"{surface}: no text beside the blocks, which is all that a notification shows")
    if len(said["blocks"]) > MOST_BLOCKS:
        raise wrong("invalid_blocks", f"no more than {MOST_BLOCKS} items allowed [json-pointer:/blocks]")


def check_view(body: Json, surface: Surface, terms: Terms) -> None:
    """Refuse a view that breaks a rule."""
    del terms
    if body.get("type") != surface.value:
        raise wrong("invalid_arguments", f"a {body.get('type')} is no {surface} [json-pointer:/view/type]")
    blocks = body.get("blocks")
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= MOST_BLOCKS_OF_VIEW:
        raise wrong("invalid_arguments", f"1 to {MOST_BLOCKS_OF_VIEW} blocks [json-pointer:/view/blocks]")


def check_options(payload: Json) -> None:
    """Refuse what is no answer to a `block_suggestion`."""
    options = payload.get("options")
    if set(payload) != {"options"} or not isinstance(options, list) or len(options) > MOST_OPTIONS:
        raise wrong("invalid_options", f"up to {MOST_OPTIONS} options, and nothing else")


def check_metadata(metadata: Json) -> None:
    """Refuse metadata of another shape (https://docs.slack.dev/messaging/message-metadata)."""
    if set(metadata) != {"event_type", "event_payload"}:
        raise wrong("invalid_metadata_format", "metadata has an event_type and an event_payload")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise wrong("invalid_metadata_schema", "event_type is a text, event_payload an object")
