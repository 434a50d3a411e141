"""A gateway session: what was dispatched to it, so that a RESUME can have it again; the sockets are in `gateway`.

https://discord.com/developers/docs/events/gateway#resuming
"""

import asyncio
import json
import zlib
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.discord.records import Json

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
INVALID_SESSION, HELLO, ACK = 9, 10, 11


@dataclass(slots=True, eq=False)
class Line:
    """One socket; what is said goes through a queue, so that saying never waits."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    compressed: bool
    _outgoing: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    def say(self, op: int, d: object, *, t: str | None = None, s: int | None = None) -> None:
        """Send a payload."""
        self.say_raw(json.dumps({"op": op, "d": d, "t": t, "s": s}))

    def say_raw(self, text: str) -> None:
        """Send a text as it is, which need not be a payload."""
        self._outgoing.put_nowait(text)

    async def write(self) -> None:
        """Put what is said on the wire, compressed as one zlib stream where that was asked for."""
        stream = zlib.compressobj()
        while True:
            text = await self._outgoing.get()
            if self.compressed:
                packed = stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)
            else:
                await self.socket.send_str(text)


@dataclass(slots=True, eq=False)
class Session:
    """What one IDENTIFY began; it outlives its line unless that was closed with 1000 or 1001."""

    id: str
    intents: int
    line: Line | None
    sent: list[tuple[int, str, Json]] = field(default_factory=list)

    def dispatch(self, event: str, payload: Json) -> None:
        """Send an event, now or when the session is resumed."""
        seq = len(self.sent) + 1
        self.sent.append((seq, event, payload))
        if self.line:
            self.line.say(DISPATCH, payload, t=event, s=seq)

    def resume(self, line: Line, seq: int) -> None:
        """Go on over another line, with everything after `seq` once more."""
        self.line = line
        for number, event, payload in self.sent[seq:]:
            line.say(DISPATCH, payload, t=event, s=number)
        self.dispatch("RESUMED", {"_trace": []})
