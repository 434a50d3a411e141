"""One socket of the connection: its state, and why it is to be replaced."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import ClientWebSocketResponse


class End(StrEnum):
    """Why a socket is to be replaced."""

    WARNED = "Slack asked for a new connection"
    DISABLED = "Socket Mode is switched off (api.slack.com/apps, Socket Mode): commands can't reach the bot"
    TOO_MANY = "too many programs are connected with this app's token"
    LOST = "the connection was lost"


SAID_NO = {End.DISABLED, End.TOO_MANY}
"""Ends after which there is no hurry to reconnect."""
ENDS = {"link_disabled": End.DISABLED, "too_many_websockets": End.TOO_MANY}
"""Slack's reasons that mean more than that a new socket is due."""


@dataclass(slots=True)
class SocketLink:
    """One socket.

    Attributes:
        socket: The socket.
        heard_at: When its last frame came.
        opened_at: When it was opened.
        connections: Number of programs connected, from its hello; None before that.
        end: Why it is to be replaced; None while it is in use.
        spoke: Set once it has said hello or ended.
        over: Set once it has ended.
        closed: Set once it is no longer read.
    """

    socket: ClientWebSocketResponse
    opened_at: float
    heard_at: float
    connections: int | None = None
    end: End | None = None
    spoke: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def greet(self, connections: int) -> None:
        """Note its hello."""
        self.connections = connections
        self.spoke.set()

    def finish(self, end: End) -> None:
        """Note why it is to be replaced; the first reason counts."""
        self.end = self.end or end
        self.spoke.set()
        self.over.set()
