"""What arrives through a socket (https://docs.slack.dev/apis/events-api/using-socket-mode), and what is sent back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

import msgspec

EVENT = "events_api"
"""The type of the envelopes that Slack sends again where they are not acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The socket is ready; ``connections`` counts those of the app, this one among them."""

    connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """The socket closes soon, or at once, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Something happened in Slack.

    Attributes:
        id: What it is acknowledged by; the same one may come twice.
        type: ``slash_commands``, ``interactive`` or ``events_api``.
        payload: What happened.
        takes_payload: Whether the acknowledgement may hold an answer.
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
    """Read a frame; None for one that nobody knows."""
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
    """Return the frame that acknowledges an envelope, with an answer where it takes one."""
    answer = {} if payload is None or not envelope.takes_payload else {"payload": payload}
    return json.dumps({"envelope_id": envelope.id, **answer})
