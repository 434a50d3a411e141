"""Blocks as a tree: ids filled in as Slack does, what can be pressed, and what a person reads."""

import copy
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.records import Json

INTERACTIVE = {
    "button",
    "checkboxes",
    "channels_select",
    "conversations_select",
    "datepicker",
    "datetimepicker",
    "email_text_input",
    "external_select",
    "feedback_buttons",
    "icon_button",
    "multi_channels_select",
    "multi_conversations_select",
    "multi_external_select",
    "multi_static_select",
    "multi_users_select",
    "number_input",
    "overflow",
    "plain_text_input",
    "radio_buttons",
    "rich_text_input",
    "static_select",
    "timepicker",
    "url_text_input",
    "users_select",
}
WORDS = ("text", "label", "title", "subtitle", "body", "fields", "elements", "element", "accessory", "rows", "options")

RICH = {
    "user": "<@{user_id}>",
    "usergroup": "<!subteam^{usergroup_id}>",
    "channel": "<#{channel_id}>",
    "broadcast": "<!{range}>",
    "emoji": ":{name}:",
}
"""What people read of the elements of rich text that are no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An interactive element, in which block it is, and the attachment's number where it is in one."""

    element: Json
    block: Json
    attachment: int | None = None


def filled(blocks: Sequence[Json]) -> tuple[Json, ...]:
    """Copy blocks, with a made-up id where one is missing."""
    made = copy.deepcopy(tuple(blocks))
    for block in made:
        _fill(block)
    return made


def _fill(block: Json) -> None:
    block.setdefault("block_id", secrets.token_urlsafe(4))
    for child in _children_of(block):
        _fill(child)
    for element in _elements_of(block):
        element.setdefault("action_id", secrets.token_urlsafe(4))


def _children_of(block: Json) -> Iterator[Json]:
    """The blocks within a block: of a container, or the cards of a carousel."""
    if block.get("type") == "container":
        yield from block.get("child_blocks") or ()
    if block.get("type") == "carousel":
        yield from block.get("elements") or ()


def _elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of a block itself."""
    inside = [
        block.get("accessory"),
        block.get("element"),
        *(block.get("elements") or ()),
        *(block.get("actions") or ()),
    ]
    for each in inside:
        if isinstance(each, dict) and each.get("type") in INTERACTIVE:
            yield each


def elements(blocks: Iterable[Json], attachments: Iterable[Json] = ()) -> Iterator[Placed]:
    """Go through all that a person can press, pick or fill in."""
    for block in blocks:
        yield from (Placed(element=each, block=block) for each in _elements_of(block))
        yield from elements(_children_of(block))
    for number, attachment in enumerate(attachments, 1):
        for each in elements(attachment.get("blocks") or ()):
            yield Placed(element=each.element, block=each.block, attachment=number)


def words(it: Any) -> str:  # noqa: ANN401 - a block, an element, or a list of them
    """Return what a person reads of blocks, a line for each piece of text; dates as their fallback."""
    return "\n".join(each for each in _words(it) if each)


def _words(it: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    if isinstance(it, str):
        yield it
    elif isinstance(it, list | tuple):
        for each in it:
            yield from _words(each)
    elif isinstance(it, dict):
        yield from _of_object(it)


def _of_object(it: Json) -> Iterator[str]:
    kind = it.get("type")
    if kind in {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}:
        yield "".join(_rich(each) for each in it.get("elements") or ())
        return
    if kind == "image":
        yield it.get("alt_text", "")
    if kind == "raw_number":
        yield it.get("text") or str(it.get("value", ""))
        return
    for name in WORDS:
        if name in it:
            yield from _words(it[name])
    if kind in {"container", "carousel"}:
        yield from _words(list(_children_of(it)))


def _rich(it: Json) -> str:
    """What one element of rich text reads as."""
    written = RICH.get(it.get("type", ""))
    return written.format_map(it) if written else str(it.get("text") or it.get("fallback") or it.get("url") or "")
