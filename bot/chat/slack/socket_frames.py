"""Frames of a socket (https://docs.slack.dev/apis/events-api/using-socket-mode) and their acknowledgements."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

import msgspec

EVENT = "events_api"
"""The type of envelopes that Slack sends again if they are not acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The socket is ready; ``connections`` is the app's number of connections, including this one."""

    connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """The socket is about to be closed, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An action or event in Slack.

    Attributes:
        id: The id to acknowledge; the same envelope may come twice.
        type: ``slash_commands``, ``interactive`` or ``events_api``.
        payload: What happened.
        takes_payload: Whether the acknowledgement may contain an answer.
    """

    id: str
    type: str
    payload: Mapping[str, object] = field(repr=False)
    takes_payload: bool = False


Frame: TypeAlias = Hello | Disconnect | Envelope

_Text = Annotated[str, msgspec.Meta(max_length=200)]


class _Frame(msgspec.Struct):
    type: _Text
    num_connections: int = 1
    reason: str = ""
    envelope_id: _Text = ""
    payload: dict[str, Any] = {}
    accepts_response_payload: bool = False


def read_frame(text: str) -> Frame | None:
    """Parse a frame; None if it is unknown."""
    try:
        found = msgspec.convert(json.loads(text), _Frame)
    except (ValueError, RecursionError):
        return None
    if found.type == "hello":
        return Hello(connections=found.num_connections)
    if found.type == "disconnect":
        return Disconnect(reason=found.reason[:60])
    if not found.envelope_id:
        return None
    return Envelope(
        id=found.envelope_id,
        type=found.type,
        payload=found.payload,
        takes_payload=found.accepts_response_payload,
    )


def acknowledgement(envelope: Envelope, payload: Mapping[str, object] | None) -> str:
    """Return the frame that acknowledges an envelope, with an answer if it takes one."""
    answer = {} if payload is None or not envelope.takes_payload else {"payload": payload}
    return json.dumps({"envelope_id": envelope.id, **answer})
