"""What people do in Slack, as values, and the metadata that our views and buttons carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who did something, and where.

    Attributes:
        team: The workspace's id; empty if Slack does not say.
        user: The member's id.
        channel: The channel's id; None in a view.
        trigger_id: Opens one modal, within three seconds.
        response_url: Takes up to five answers for 30 minutes; a secret. None in a view.
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
        carried: What its ``private_metadata`` carries.
        entered: The values of its inputs, by ``block_id``; empty ones are left out.
    """

    id: str
    is_home: bool = False
    carried: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    """A typed command: its name in the workspace, and the words after it."""

    asked: Asked
    command: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPress:
    """A pressed button, or a choice in a menu.

    Attributes:
        asked: Who pressed, and where.
        action_id: The button's ``action_id``.
        value: The button's value.
        chosen: The values chosen in a menu.
        is_ephemeral: Whether only the member who pressed sees the message.
        view: The view, if the button is in one.
    """

    asked: Asked
    action_id: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    is_ephemeral: bool = False
    view: ShownView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A query typed into a menu of a view."""

    asked: Asked
    block_id: str
    query: str
    view: ShownView


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A submitted modal."""

    asked: Asked
    view: ShownView


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A shortcut in a message's menu; ``message`` is the message's ``ts``."""

    asked: Asked
    callback_id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """A member opened the Home tab."""

    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Any other event of the workspace (https://docs.slack.dev/reference/events)."""

    body: Mapping[str, object]


Interaction: TypeAlias = SlashCommand | ButtonPress | Suggestion | Submission | Shortcut | HomeOpened | Event
