"""The gateway: who connects, identifies and resumes, and all the ways in which that goes wrong.

https://discord.com/developers/docs/events/gateway
"""

import asyncio
import contextlib
import json
import secrets
from datetime import datetime, timedelta

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.discord.intents import GUILDS, heard, ready
from tests.fakes.discord.records import Identify, Json
from tests.fakes.discord.sessions import (
    ACK,
    HEARTBEAT,
    HELLO,
    IDENTIFY,
    INVALID_SESSION,
    PRESENCE,
    RECONNECT,
    RESUME,
    Line,
    Session,
)
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import World
from tests.fakes.feed import Feed

MOST_BYTES = 4096
PRESENCE_WINDOW, MOST_PRESENCES = timedelta(seconds=20), 5
ENDS_SESSION = {1000, 1001}


class Gateway:
    """Serve the socket; every attribute without an underscore may be set by a test at any moment."""

    def __init__(self, world: World, terms: Terms, feed: Feed) -> None:
        self.resume_url = ""
        self.heartbeat_seconds = 41.25
        self.acks = True
        self.disallowed_intents = 0
        self.identifies_per_day = 1000
        self.identifies_left = 1000
        self.identifies: list[Identify] = []
        self.presences: list[tuple[datetime, str | None]] = []
        self.resumes = 0
        self.connections = 0
        self._refusals: list[int | None] = []
        self._world = world
        self._terms = terms
        self._feed = feed
        self._lines: list[Line] = []
        self._sessions: dict[str, Session] = {}

    @property
    def connected(self) -> bool:
        """Return whether somebody is identified or resumed right now."""
        return any(each.line for each in self._sessions.values())

    def refuse(self, times: int = 1, status: int | None = 503) -> None:
        """Answer the next connections with a status, or with a TCP reset where it is None."""
        self._refusals += [status] * times

    def publish(self, event: str, payload: Json) -> None:
        """Send an event to every session that its intents let have it."""
        for session in self._sessions.values():
            if heard(event, payload, session.intents):
                session.dispatch(event, payload)
        self._feed.notify()

    def send_raw(self, text: str) -> None:
        """Send a text as it is to everybody who is connected, however wrong it is."""
        for each in self._lines:
            each.say_raw(text)

    def reconnect(self) -> None:
        """Ask everybody to reconnect and resume (op 7)."""
        for each in self._lines:
            each.say(RECONNECT, None)

    def invalidate(self, *, resumable: bool) -> None:
        """Call every session invalid (op 9); what is not resumable is forgotten."""
        for each in self._lines:
            each.say(INVALID_SESSION, resumable)
        if not resumable:
            self.forget()

    def forget(self) -> None:
        """Forget every session, so that a RESUME is told to identify."""
        self._sessions.clear()
        self._feed.notify()

    async def drop(self, code: int | None = None) -> None:
        """Cut every socket, or close it with a code."""
        cut = list(self._lines)
        for each in cut:
            if code is None:
                each.transport.abort()
            else:
                await each.socket.close(code=code)
        await self._feed.wait_for(lambda: not any(each in self._lines for each in cut))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Live with one connection."""
        self.connections += 1
        self._feed.notify()
        if self._refusals:
            status = self._refusals.pop(0)
            if status is None and request.transport:
                request.transport.abort()
            return web.Response(status=status or 503)
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        transport = request.transport
        if not isinstance(transport, asyncio.Transport):
            return socket
        line = Line(socket, transport, request.query.get("compress") == "zlib-stream")
        self._lines.append(line)
        writer = asyncio.create_task(line.write())
        line.say(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000), "_trace": []})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and not await self._hear(line, message.data):
                    break
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer
            self._hang_up(line)
        return socket

    def _hang_up(self, line: Line) -> None:
        self._lines.remove(line)
        for session in list(self._sessions.values()):
            if session.line is line:
                session.line = None
                if line.socket.close_code in ENDS_SESSION:
                    del self._sessions[session.id]
        self._feed.notify()

    async def _hear(self, line: Line, text: str) -> bool:
        if len(text) > MOST_BYTES:
            self._terms.problems.append(f"gateway: a payload of {len(text)} bytes")
            await line.socket.close(code=4002)
            return False
        payload = json.loads(text)
        op, said = payload["op"], payload.get("d")
        if op == HEARTBEAT:
            if self.acks:
                line.say(ACK, None)
        elif op == IDENTIFY:
            return await self._identify(line, said)
        elif op == RESUME:
            self._resume(line, said)
        elif op == PRESENCE:
            self._show(said)
        else:
            self._terms.problems.append(f"gateway: nobody here knows op {op}")
            await line.socket.close(code=4001)
            return False
        return True

    def _show(self, said: Json) -> None:
        """Note the status: the text of the custom one, None where there is none; more than 5 in 20 s are a problem."""
        at, activities = self._world.clock(), said["activities"]
        self.presences.append((at, activities[0]["state"] if activities else None))
        if sum(at - then < PRESENCE_WINDOW for then, _ in self.presences) > MOST_PRESENCES:
            self._terms.problems.append("gateway: more than 5 presences in 20 s")
        self._feed.notify()

    async def _identify(self, line: Line, said: Json) -> bool:
        code = None
        if said["token"] != self._terms.token or self.identifies_left <= 0:
            code = 4004
        elif said["intents"] & self.disallowed_intents:
            code = 4014
        self.identifies_left -= 1
        world = self._world
        identify = Identify(at=world.clock(), token=said["token"], intents=said["intents"], accepted=code is None)
        self.identifies.append(identify)
        self._feed.notify()
        if code:
            await line.socket.close(code=WSCloseCode(code) if code in set(WSCloseCode) else code)
            return False
        session = Session(secrets.token_hex(16), said["intents"], line)
        self._sessions[session.id] = session
        session.dispatch("READY", ready(world, session.id, self.resume_url))
        if session.intents & GUILDS:
            for guild in world.guilds.values():
                if guild.has_bot:
                    session.dispatch("GUILD_CREATE", {**world.guild_create(guild.id), "unavailable": False})
        return True

    def _resume(self, line: Line, said: Json) -> None:
        session = self._sessions.get(said["session_id"])
        if session is None or said["token"] != self._terms.token or said["seq"] > len(session.sent):
            line.say(INVALID_SESSION, d=False)
            return
        self.resumes += 1
        session.resume(line, said["seq"])
        self._feed.notify()
