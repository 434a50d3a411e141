"""The server itself: how a request comes in, what may happen to it, and how it is answered.

What the answers are is in one file per resource (`channels`, `commands`, `interactions`, `places`).
"""

import asyncio
import json
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import replace
from email.utils import format_datetime
from functools import partial
from typing import Any

from aiohttp import web

from tests.fakes.discord.faults import Fault, Faults, headers
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.limits import Limits
from tests.fakes.discord.records import Attachment, Request
from tests.fakes.discord.refusals import RefusalError, forbidden, unauthorized, unknown_route
from tests.fakes.discord.rest import Answer, Call, Route, refused
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import World
from tests.fakes.feed import Feed

HOST = "127.0.0.1"
BASE = "/api/v10"
SOCKET = "/socket"
# https://discord.com/developers/docs/reference#user-agent
AGENT = re.compile(r"DiscordBot \(\S+,? \S+\)")


class UnreadableError(ValueError):
    """A body that is not JSON, or is not said to be."""


class Server:
    """Listen on a port of loopback, note every request, and answer it."""

    def __init__(self, world: World, terms: Terms, feed: Feed, gateway: Gateway) -> None:
        self.routes: Sequence[Route] = ()
        self.faults = Faults()
        self.limits = Limits(world.clock)
        self.requests: list[Request] = []
        self.port = 0
        self._world = world
        self._terms = terms
        self._feed = feed
        self._gateway = gateway
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._held: socket.socket | None = None

    async def start(self) -> None:
        """Listen, on a free port the first time and on the same port ever after."""
        app = web.Application(client_max_size=25 * 1024 * 1024)
        app.router.add_get(SOCKET, self._gateway.serve)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await self.up()

    async def stop(self) -> None:
        """Hang up on everybody and end."""
        await self.down()
        if self._held:
            self._held.close()
        if self._runner:
            await self._runner.cleanup()

    async def up(self) -> None:
        """Listen again."""
        if self._runner is None or self._site:
            return
        if self._held:
            self._held.close()
        self._site = web.TCPSite(self._runner, HOST, self.port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Refuse connections and cut those there are; the port is kept, so that nobody else gets it."""
        if self._site is None or self._runner is None or self._runner.server is None:
            return
        await self._site.stop()
        self._site = None
        for each in self._runner.server.connections:
            if each.transport:
                each.transport.abort()
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind((HOST, self.port))

    async def _take(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(BASE)
        body, files = await self._read(request)
        at = len(self.requests)
        noted = Request(method=request.method, path=path, query=request.query_string, body=body, at=self._world.clock())
        self.requests.append(noted)
        self._feed.notify()
        fault = self.faults.take(request.method, path)
        answer = self._answer(request, path, body, files) if fault is None or fault.stored else None
        if fault:
            await _wait(fault)
            if fault.lands is not None:
                done = partial(self._answer, request, path, body, files)
                asyncio.get_running_loop().call_later(fault.lands, done)
            if fault.lost and isinstance(request.transport, asyncio.Transport):
                hang_up = request.transport.abort if fault.reset else request.transport.close
                hang_up()
                return web.Response()
            answer = fault.answer or answer
        answer = answer or self._answer(request, path, body, files)
        self.requests[at] = replace(noted, status=answer.code, scope=answer.headers.get("X-RateLimit-Scope"))
        self._feed.notify()
        date = {"Date": format_datetime(self._world.clock(), usegmt=True)}
        return _response(replace(answer, headers={**date, **answer.headers}), fault)

    def _answer(self, request: web.Request, path: str, body: object, files: tuple[Attachment, ...]) -> Answer:
        try:
            route, ids = self._find(request, path)
            self._admit(request, route)
            if isinstance(body, UnreadableError):
                raise _unreadable(str(body))
            limit = self.limits.take(request.method, path)
            call = Call(method=request.method, path=path, ids=ids, query=request.query, body=body, files=files)
            answer = route.answer(call)
            return replace(answer, headers={**limit, **answer.headers})
        except RefusalError as refusal:
            if refusal.problem:
                self._terms.problems.append(f"{request.method} {path}: {refusal.problem}")
            return refused(refusal)

    def _find(self, request: web.Request, path: str) -> tuple[Route, Any]:
        if request.path.startswith(BASE):
            for route in self.routes:
                ids = route.match(request.method, path)
                if ids is not None:
                    return route, ids
        raise unknown_route()

    def _admit(self, request: web.Request, route: Route) -> None:
        if route.anonymous:
            return
        if not AGENT.match(request.headers.get("User-Agent", "")):
            self._terms.problems.append(f"{request.method} {request.path}: no User-Agent of a bot")
            raise forbidden(40333, "internal network error")
        if request.headers.get("Authorization") != f"Bot {self._terms.token}":
            raise unauthorized()

    async def _read(self, request: web.Request) -> tuple[Any, tuple[Attachment, ...]]:
        if request.content_type == "multipart/form-data":
            form, text, files = await request.post(), None, {}
            for name, value in form.items():
                if isinstance(value, web.FileField):
                    made = self._world.snowflakes.next()
                    files[name] = Attachment(id=made, filename=value.filename, content=value.file.read())
                elif name == "payload_json" and isinstance(value, str):
                    text = value
            body = _parsed(text)
            return body, _described(body, files)
        text = await request.text()
        if text and request.content_type != "application/json":
            return UnreadableError(f"Content-Type {request.content_type}"), ()
        return _parsed(text), ()


def _described(body: Any, files: Mapping[str, Attachment]) -> tuple[Attachment, ...]:  # noqa: ANN401 - JSON is anything
    """Pair each file with what the payload says of it (https://discord.com/developers/docs/reference#uploading-files)."""
    inside = (body.get("data") or body) if isinstance(body, dict) else {}
    said = {f"files[{each['id']}]": each.get("description") for each in inside.get("attachments") or ()}
    return tuple(replace(file, description=said.get(name)) for name, file in files.items())


def _parsed(text: str | None) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        return UnreadableError(str(error))


def _unreadable(why: str) -> RefusalError:
    message = "The request body contains invalid JSON."
    return RefusalError(status=400, code=50109, message=message, problem=why)


async def _wait(fault: Fault) -> None:
    if fault.until:
        await fault.until.wait()
    if fault.seconds:
        await asyncio.sleep(fault.seconds)


def _response(answer: Answer, fault: Fault | None) -> web.Response:
    sent = {**headers(fault), **answer.headers}
    if answer.code == 204:
        return web.Response(status=204, headers=sent)
    if isinstance(answer.body, str):
        return web.Response(text=answer.body, status=answer.code, headers=sent, content_type="text/html")
    sent["Content-Type"] = "application/json"
    return web.Response(body=json.dumps(answer.body).encode(), status=answer.code, headers=sent)
