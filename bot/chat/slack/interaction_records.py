"""What people do in Slack, as values, and what our views and buttons carry until they are pressed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who did something, and where.

    Attributes:
        team: The id of the workspace, as Slack says; empty where it does not.
        user: The member's id.
        channel: The channel's id; None in a view, which has none.
        trigger_id: Opens one modal, within three seconds.
        response_url: Where answers go for 30 minutes, five of them; a secret. None in a view.
    """

    team: str
    user: str
    channel: str | None = None
    trigger_id: str = field(default="", repr=False)
    response_url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownView:
    """A modal, or a Home tab.

    Attributes:
        id: Its id.
        is_home: Whether it is a Home tab.
        metadata: What it carries (``private_metadata``).
        entered: What its inputs hold, by ``block_id``; empty ones are left out.
    """

    id: str
    is_home: bool = False
    metadata: str = ""
    entered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    """A typed command: its name, as the app was given it, and the words after it."""

    asked: Asked
    command: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button, or a choice in a menu.

    Attributes:
        asked: Who pressed, and where.
        action_id: The button's.
        value: What the button carries.
        chosen: What was chosen in a menu.
        message: The message's ``ts``; None in a view.
        is_ephemeral: Whether only who pressed sees the message.
        view: The view, if the button is in one.
    """

    asked: Asked
    action_id: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    message: str | None = None
    is_ephemeral: bool = False
    view: ShownView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A menu in a view, into which somebody types."""

    asked: Asked
    block_id: str
    query: str
    view: ShownView


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A modal that was filled in."""

    asked: Asked
    view: ShownView


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A line in the menu of a message; ``message`` is its ``ts``."""

    asked: Asked
    callback_id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """Somebody opened the Home tab."""

    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Anything else that happened in the workspace, as Slack names it (https://docs.slack.dev/reference/events)."""

    body: Mapping[str, object]


Interaction: TypeAlias = SlashCommand | Press | Suggestion | Submission | Shortcut | HomeOpened | Event


def metadata_of(text: str) -> Mapping[str, str]:
    """Read what we let a view or a button carry; nothing where another version wrote it."""
    try:
        return msgspec.json.decode(text.encode(), type=dict[str, str]) if text else {}
    except (msgspec.MsgspecError, ValueError):
        return {}


def metadata(carried: Mapping[str, str]) -> str:
    """Write what a view or a button is to carry."""
    return json.dumps(carried, separators=(",", ":"), ensure_ascii=False)
