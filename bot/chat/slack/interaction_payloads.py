"""What people do in Slack, as a socket delivers it: typed commands, presses, forms, shortcuts, opened Homes.

https://docs.slack.dev/reference/interaction-payloads and
https://docs.slack.dev/interactivity/implementing-slash-commands. An unreadable payload is None: Slack tells the
member that their action failed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from bot.chat.slack.button_and_form_metadata import metadata_of
from bot.chat.slack.socket_envelopes import EVENT, Envelope

_YES = "yes"
"""The value of a ticked box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who did something, and where.

    Attributes:
        team_id: The workspace's id; empty if Slack does not say.
        user_id: The member's id.
        channel_id: The channel's id; None in a view.
        trigger_id: Opens one modal, within three seconds.
        response_url: Takes up to five answers for 30 minutes; a secret. None in a view.
    """

    team_id: str
    user_id: str
    channel_id: str | None = None
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
class SlashCommand(Asked):
    """A typed command: its name in the workspace, and the words after it."""

    command: str
    text: str = ""


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


class _Named(msgspec.Struct):
    id: str
    team_id: str = ""  # of a member


class _Option(msgspec.Struct):
    value: str = ""


class _Input(msgspec.Struct):
    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_conversation: str | None = None


class _State(msgspec.Struct):
    values: dict[str, dict[str, _Input]] = {}


class _View(msgspec.Struct):
    id: str
    type: str = "modal"
    private_metadata: str = ""
    state: _State = msgspec.field(default_factory=_State)


class _Container(msgspec.Struct):
    channel_id: str | None = None
    is_ephemeral: bool = False


class _Action(_Input):
    action_id: str = ""


class _Interactive(msgspec.Struct):
    type: str
    user: _Named
    team: _Named | None = None
    channel: _Named | None = None
    container: _Container = msgspec.field(default_factory=_Container)
    trigger_id: str = ""
    response_url: str | None = None
    actions: list[_Action] = []
    view: _View | None = None
    callback_id: str = ""
    message_ts: str = ""
    block_id: str = ""
    value: str = ""


class _HomeOpened(msgspec.Struct):
    user: str
    tab: str = "home"


class _Event(msgspec.Struct):
    event: dict[str, object]
    team_id: str = ""


def read_interaction(envelope: Envelope) -> Interaction | None:
    """Return an action or event as a value; None if this version does not know it."""
    try:
        return _read(envelope.type, envelope.payload)
    except msgspec.ValidationError:
        return None


def _read(kind: str, payload: Mapping[str, object]) -> Interaction | None:
    if kind == "slash_commands":
        return msgspec.convert(payload, SlashCommand)
    if kind == "interactive":
        return _interactive(msgspec.convert(payload, _Interactive))
    return _event(msgspec.convert(payload, _Event)) if kind == EVENT else None


def _interactive(read: _Interactive) -> Interaction | None:
    asked = Asked(
        team_id=read.team.id if read.team is not None else read.user.team_id,
        user_id=read.user.id,
        channel_id=read.channel.id if read.channel is not None else read.container.channel_id,
        trigger_id=read.trigger_id,
        response_url=read.response_url,
    )
    view = None if read.view is None else _view(read.view)
    match read.type:
        case "block_actions" if read.actions:
            return _press(read, asked, view)
        case "block_suggestion" if view is not None:
            return Suggestion(asked=asked, block_id=read.block_id, query=read.value, view=view)
        case "view_submission" if view is not None:
            return Submission(asked=asked, view=view)
        case "message_action":
            return Shortcut(asked=asked, callback_id=read.callback_id, message=read.message_ts)
    return None


def _press(read: _Interactive, asked: Asked, view: ShownView | None) -> ButtonPress:
    action = read.actions[0]
    chosen = [action.selected_option] if action.selected_option is not None else action.selected_options or []
    return ButtonPress(
        asked=asked,
        action_id=action.action_id,
        value=action.value or "",
        chosen=tuple(one.value for one in chosen),
        is_ephemeral=read.container.is_ephemeral,
        view=view,
    )


def _view(read: _View) -> ShownView:
    return ShownView(
        id=read.id,
        is_home=read.type == "home",
        carried=metadata_of(read.private_metadata),
        entered=dict(_entered(read.state)),
    )


def _entered(state: _State) -> Iterator[tuple[str, str]]:
    for block_id, inputs in state.values.items():
        for one in inputs.values():
            option = one.selected_option.value if one.selected_option is not None else None
            ticked = _YES if one.selected_options else None
            found = one.value or option or ticked or one.selected_conversation
            if found:
                yield block_id, found


def _event(read: _Event) -> HomeOpened | Event | None:
    if read.event.get("type") != "app_home_opened":
        return Event(body=read.event)
    opened = msgspec.convert(read.event, _HomeOpened)
    return HomeOpened(asked=Asked(team_id=read.team_id, user_id=opened.user)) if opened.tab == "home" else None
