"""Socket Mode: `apps.connections.open`, the sockets, envelopes and acknowledgements, and how all of it goes wrong.

https://docs.slack.dev/apis/events-api/using-socket-mode

It is one file, since whatever goes wrong does so with the same sockets: a part of it would reach into the other's.
"""

import asyncio
import contextlib
import json
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import WSMsgType, web

from tests.fakes.feed import Feed
from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.records import Ack, Envelope, Json
from tests.fakes.slack.socket_line import Line
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World

MOST_CONNECTIONS = 10
LET_IN = 101
RETRIES = (0.0, 60.0, 300.0)
"""Seconds after which an event that nobody acknowledged is sent again."""


class Goal(StrEnum):
    """Which of several sockets an envelope goes to."""

    ANY = "any"
    OLDEST = "oldest"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """An attempt to connect: with which ticket, and the HTTP status it got (101 if it was let in)."""

    ticket: str
    status: int


@dataclass(slots=True, kw_only=True, eq=False)
class _Sent:
    """An envelope that is out, and who takes its acknowledgement."""

    envelope: Envelope
    began: float
    taken: Callable[[Ack], None]
    acked: bool = False


class Sockets:
    """Serve the sockets; every attribute without an underscore may be set by a test at any moment.

    Attributes:
        goal: Which socket the next envelopes go to, where there are several.
        duplicates: How many of the next envelopes are sent twice.
        enabled: Whether Socket Mode is switched on for the app.
        ping_seconds: How often Slack pings.
        approximate_connection_time: What `hello` says of it, in seconds.
    """

    def __init__(self, world: World, terms: Terms, feed: Feed) -> None:
        self.address = ""
        self.goal = Goal.ANY
        self.duplicates = 0
        self.enabled = True
        self.ping_seconds = 5.0
        self.approximate_connection_time = 18060
        self.opens = 0
        self.handshakes: list[Handshake] = []
        self.envelopes: list[Envelope] = []
        self.acks: list[Ack] = []
        self.connections = 0
        self.closed: list[tuple[int, int | None]] = []
        self._refusals: list[int] = []
        self._tickets: dict[str, float] = {}
        self._lines: list[Line] = []
        self._sent: dict[str, _Sent] = {}
        self._waiting: deque[Json] = deque()
        self._events = 0
        self._turn = 0
        self._timers: list[asyncio.TimerHandle] = []
        self._world = world
        self._terms = terms
        self._feed = feed
        self.method = Method(name="apps.connections.open", answer=self._open, arguments=frozenset(), by_app=True)

    @property
    def lines(self) -> list[int]:
        """List the numbers of the sockets that are open, the oldest first."""
        return [each.number for each in self._lines]

    @property
    def connected(self) -> bool:
        """Return whether a socket is open."""
        return bool(self._lines)

    def _open(self, _: Call) -> Json:
        self.opens += 1
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = time.monotonic()
        return {"url": f"{self.address}?ticket={ticket}&app_id={self._world.app}"}

    def refuse(self, times: int = 1, status: int = 408) -> None:
        """Refuse the next handshakes with a status."""
        self._refusals += [status] * times

    def expire_tickets(self) -> None:
        """Make every address that was given out worthless."""
        self._tickets = dict.fromkeys(self._tickets, float("-inf"))

    def disconnect(self, reason: str = "warning", *, close_after: float | None = None) -> None:
        """Say `disconnect` on every socket, and close them after so many seconds; never where None.

        Args:
            reason: `warning` (some 10 s ahead), `refresh_requested`, `link_disabled` or `too_many_websockets`.
            close_after: Seconds until Slack closes.
        """
        for line in self._lines:
            line.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})
            if close_after is not None:
                self._later(close_after, line)

    def disable(self) -> None:
        """Switch Socket Mode off: every socket is told, and closed, those of the future too."""
        self.enabled = False
        self.disconnect("link_disabled", close_after=0.05)

    def freeze(self) -> None:
        """Make every socket that is open half-open: no pong, no envelope, no close."""
        for line in self._lines:
            line.frozen = True

    def send_raw(self, text: str) -> None:
        """Send a text as it is on every socket, however wrong it is."""
        for each in self._lines:
            each.say_raw(text)

    async def drop(self, code: int | None = None) -> None:
        """Cut every socket, or close it with a code, without a word before."""
        cut = list(self._lines)
        for each in cut:
            if code is None:
                each.transport.abort()
            else:
                await each.socket.close(code=code)
        await self._feed.wait_for(lambda: not any(each in self._lines for each in cut))

    def send(self, kind: str, payload: Json, taken: Callable[[Ack], None]) -> Envelope | None:
        """Send an envelope on one of the sockets; None where there is none."""
        line = self._line()
        if line is None:
            return None
        made = Envelope(
            id=str(uuid.uuid4()), kind=kind, payload=payload, connection=line.number, at=self._world.clock()
        )
        self._deliver(line, made, taken)
        return made

    def publish(self, event: Json) -> None:
        """Send the app an event that it subscribed to; sent again until acknowledged, at most four times."""
        if event["type"] not in self._terms.events:
            return
        self._events += 1
        body = payloads.event(event, self._events, self._world)
        if self._lines:
            self._send_event(body, None)
        else:
            self._waiting.append(body)

    def repeat(self, envelope: Envelope) -> None:
        """Send an envelope again, on whichever socket there is now."""
        line = self._line()
        if line is not None:
            line.say(_wire(envelope))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Live with one connection."""
        ticket = request.query.get("ticket", "")
        status = self._admit(ticket)
        self.handshakes.append(Handshake(ticket=ticket, status=status))
        self._feed.notify()
        if status != LET_IN:
            return web.Response(status=status)
        socket = web.WebSocketResponse(compress=False, autoping=False)
        await socket.prepare(request)
        if not isinstance(request.transport, asyncio.Transport):
            return socket
        self.connections += 1
        line = Line(self.connections, socket, request.transport)
        self._lines.append(line)
        tasks = [asyncio.create_task(line.write()), asyncio.create_task(line.ping(self.ping_seconds))]
        self._welcome(line)
        try:
            await self._listen(line)
        finally:
            # Before anything is waited for: whoever hangs up at once has this cancelled.
            self._lines.remove(line)
            self.closed.append((line.number, socket.close_code))
            self._feed.notify()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return socket

    def stop(self) -> None:
        """Call off what was to come."""
        for each in self._timers:
            each.cancel()

    def _admit(self, ticket: str) -> int:
        if self._refusals:
            return self._refusals.pop(0)
        given = self._tickets.get(ticket)
        if given is None:
            return 404
        self._tickets[ticket] = float("-inf")
        return 408 if time.monotonic() - given > self._terms.ticket_seconds else LET_IN

    def _welcome(self, line: Line) -> None:
        line.say(
            {
                "type": "hello",
                "num_connections": len(self._lines),
                "debug_info": {
                    "host": "applink-1",
                    "build_number": 10,
                    "approximate_connection_time": self.approximate_connection_time,
                },
                "connection_info": {"app_id": self._world.app},
            }
        )
        reason = "too_many_websockets" if len(self._lines) > MOST_CONNECTIONS else "link_disabled"
        if not self.enabled or len(self._lines) > MOST_CONNECTIONS:
            line.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})
            self._later(0.05, line)
            return
        self._feed.notify()
        while self._waiting:
            self._send_event(self._waiting.popleft(), 0)

    async def _listen(self, line: Line) -> None:
        async for message in line.socket:
            if line.frozen:
                continue
            if message.type is WSMsgType.TEXT:
                self._hear(line, message.data)
            elif message.type is WSMsgType.PING:
                with contextlib.suppress(ConnectionError):
                    await line.socket.pong(message.data)

    def _hear(self, line: Line, text: str) -> None:
        try:
            said = json.loads(text)
            sent = self._sent[said["envelope_id"]]
        except (ValueError, KeyError, TypeError):
            self._terms.problems.append(f"socket: no acknowledgement of anything: {text[:200]}")
            self._feed.notify()
            return
        if unknown := sorted(set(said) - {"envelope_id", "payload"}):
            self._terms.problems.append(f"socket: an acknowledgement has no {unknown}")
        after = time.monotonic() - sent.began
        payload = said.get("payload") or None
        ack = Ack(
            envelope=sent.envelope.id,
            payload=payload,
            connection=line.number,
            after=after,
            late=after > self._terms.ack_seconds,
        )
        self.acks.append(ack)
        if line.number != sent.envelope.connection and sent.envelope.connection in self.lines:
            self._terms.problems.append(f"socket: an envelope of socket {sent.envelope.connection} on {line.number}")
        if payload and not sent.envelope.accepts_payload:
            self._terms.problems.append(f"socket: {sent.envelope.kind} accepts no payload")
        if not sent.acked:
            sent.acked = True
            sent.taken(ack)
        self._feed.notify()

    def _line(self) -> Line | None:
        if not self._lines:
            return None
        if self.goal is not Goal.ANY:
            return self._lines[0 if self.goal is Goal.OLDEST else -1]
        self._turn += 1
        return self._lines[self._turn % len(self._lines)]

    def _deliver(self, line: Line, envelope: Envelope, taken: Callable[[Ack], None]) -> None:
        self.envelopes.append(envelope)
        self._sent[envelope.id] = _Sent(envelope=envelope, began=time.monotonic(), taken=taken)
        line.say(_wire(envelope))
        if self.duplicates > 0:
            self.duplicates -= 1
            line.say(_wire(envelope))
        self._feed.notify()

    def _send_event(self, body: Json, attempt: int | None) -> None:
        """Send an event; `attempt` counts from 0 those after the first."""
        line = self._line()
        if line is None:
            self._waiting.append(body)
            return
        envelope = Envelope(
            id=str(uuid.uuid4()),
            kind="events_api",
            payload=body,
            connection=line.number,
            at=self._world.clock(),
            accepts_payload=False,
            retry_attempt=0 if attempt is None else attempt + 1,
            retry_reason="" if attempt is None else "timeout",
        )
        self._deliver(line, envelope, lambda _: None)
        following = 0 if attempt is None else attempt + 1
        if following < len(RETRIES):
            wait = self._terms.ack_seconds + RETRIES[following]
            self._timers.append(asyncio.get_running_loop().call_later(wait, self._again, envelope, following))

    def _again(self, envelope: Envelope, attempt: int) -> None:
        if not self._sent[envelope.id].acked:
            self._send_event(envelope.payload, attempt)

    def _later(self, seconds: float, line: Line) -> None:
        """Close a socket in a while."""
        loop = asyncio.get_running_loop()
        self._timers.append(loop.call_later(seconds, line.hang_up))


def _wire(envelope: Envelope) -> Json:
    retry: Json = {}
    if envelope.retry_attempt is not None:
        retry = {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return {
        "envelope_id": envelope.id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.accepts_payload,
        **retry,
    }
