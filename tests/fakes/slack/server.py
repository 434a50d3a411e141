"""The server itself: how a call comes in, what may happen to it, and how it is answered.

What the answers are is in one file per family of methods (`chat_methods`, `conversation_methods`, `view_methods` …).
"""

import asyncio
import json
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from tests.fakes.feed import Feed
from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.faults import Answer, Fault, Faults
from tests.fakes.slack.records import Request
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World

HOST = "127.0.0.1"
API, RESPONSE, UPLOAD, LINK = "/api/", "/response/", "/upload/", "/link"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class UnreadableError(ValueError):
    """A body that is none of those that Slack takes."""


class Server:
    """Listen on a port of loopback, note every call, and answer it."""

    def __init__(self, world: World, terms: Terms, feed: Feed) -> None:
        self.methods: Mapping[str, Method] = {}
        self.respond: Callable[[str, Any], None] = lambda *_: None
        self.upload: Callable[[str, bytes], None] = lambda *_: None
        self.admit: Callable[[Call], None] = lambda _: None
        self.faults = Faults()
        self.requests: list[Request] = []
        self.port = 0
        self._world = world
        self._terms = terms
        self._feed = feed
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._held: socket.socket | None = None
        self._landing: set[asyncio.Task[None]] = set()

    def serve(self, methods: Iterable[Method]) -> None:
        """Answer these methods."""
        self.methods = {each.name: each for each in methods}

    async def start(self, link: Callable[[web.Request], Any]) -> None:
        """Listen, on a free port the first time and on the same port ever after."""
        app = web.Application(client_max_size=25 * 1024 * 1024)
        for path in (LINK, f"{LINK}/"):
            app.router.add_get(path, link)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await self.up()

    async def stop(self) -> None:
        """Hang up on everybody and end."""
        for task in self._landing:
            task.cancel()
        await asyncio.gather(*self._landing, return_exceptions=True)
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
        name = _name(request.path)
        arguments, body = await _read(request)
        at = len(self.requests)
        self.requests.append(Request(method=name, arguments=arguments, at=self._world.clock()))
        self._feed.notify()

        def done() -> Answer:
            return self._answer(request, name, arguments, body)

        fault = self.faults.take(name, arguments)
        answer = done() if fault is None or fault.stored else None
        if fault:
            try:
                await _wait(fault)
            finally:
                if fault.lands is not None:
                    self._land(fault.lands, done)
            if fault.lost and isinstance(request.transport, asyncio.Transport):
                hang_up = request.transport.abort if fault.reset else request.transport.close
                hang_up()
                return web.Response()
            answer = fault.answer or answer
        answer = answer or done()
        self.requests[at] = replace(self.requests[at], status=answer.status, error=answer.error)
        self._feed.notify()
        return _response(answer)

    def _land(self, seconds: float, done: Callable[[], Answer]) -> None:
        """Do it later, when nobody waits for the answer."""

        async def land() -> None:
            await asyncio.sleep(seconds)
            done()

        task = asyncio.create_task(land())
        self._landing.add(task)
        task.add_done_callback(self._landing.discard)

    def _answer(self, request: web.Request, name: str, arguments: Mapping[str, Any], body: Any) -> Answer:  # noqa: ANN401 - bytes, or what a body held
        try:
            return self._done(request, name, arguments, body)
        except RefusalError as refusal:
            self._terms.note(name, refusal)
            named = self._scopes_named() if request.path.startswith(API) else {}
            return Answer(body=refusal.body, status=refusal.status, headers={**named, **refusal.headers})

    def _scopes_named(self) -> dict[str, str]:
        return {"X-OAuth-Scopes": ",".join(sorted(self._terms.scopes))}

    def _done(self, request: web.Request, name: str, arguments: Mapping[str, Any], body: Any) -> Answer:  # noqa: ANN401 - as above
        if isinstance(body, UnreadableError):
            raise wrong("invalid_json", str(body))
        if request.path.startswith(API):
            body = {"ok": True, **self._call(request, name, arguments)}
            return Answer(body=body, headers=self._scopes_named())
        if request.path.startswith(RESPONSE) and request.method == "POST":
            self.respond(request.path.removeprefix(RESPONSE), arguments)
            return Answer(body="ok", content_type="text/html")
        if request.path.startswith(UPLOAD) and request.method == "POST":
            self.upload(request.path.removeprefix(UPLOAD), body)
            return Answer(body=f"OK - {len(body)}", content_type="text/plain")
        raise RefusalError(error="not_found", status=404, problem=f"nobody here knows {request.path}")

    def _call(self, request: web.Request, name: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        method = self.methods.get(name)
        if method is None:
            raise wrong("unknown_method", name)
        if request.method != "POST" and not (method.reads and request.method == "GET"):
            raise wrong("invalid_post_type", f"{request.method} of {name}")
        self._authenticate(request, method)
        if unknown := sorted(set(arguments) - method.arguments - {"token"}):
            raise wrong("invalid_arguments", f"nobody here knows {unknown} of {name}")
        call = Call(method=name, arguments=arguments)
        self.admit(call)
        return method.answer(call)

    def _authenticate(self, request: web.Request, method: Method) -> None:
        """Check the token: in the header, the app's for `apps.connections.open` and the bot's for all else."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            raise RefusalError(error="not_authed")
        due, refused = (
            (self._terms.app_token, self._terms.app_token_error)
            if method.by_app
            else (self._terms.bot_token, self._terms.token_error)
        )
        if token != due:
            other = token in {self._terms.app_token, self._terms.bot_token}
            raise RefusalError(error="not_allowed_token_type" if other else "invalid_auth")
        if refused:
            raise RefusalError(error=refused)


def _name(path: str) -> str:
    """Return the method's name, or which kind of address it is, without what is secret in it."""
    if path.startswith(API):
        return path.removeprefix(API)
    return {RESPONSE: "response", UPLOAD: "upload"}.get(f"/{path.split('/')[1]}/", path)


async def _read(request: web.Request) -> tuple[Mapping[str, Any], Any]:
    """Read the arguments, and the body as it is where it is none of arguments."""
    query = dict(request.query)
    if request.path.startswith(UPLOAD):
        return {}, await _content(request)
    if request.content_type in FORMS:
        return {**query, **{name: str(value) for name, value in (await request.post()).items()}}, None
    try:
        return {**query, **_parsed(await request.text(), request.content_type)}, None
    except ValueError as error:
        return query, UnreadableError(str(error))


def _parsed(text: str, content_type: str) -> dict[str, Any]:
    body = json.loads(text) if text else {}
    if text and content_type != "application/json":
        raise UnreadableError(f"Content-Type {content_type}")
    if not isinstance(body, dict):
        raise UnreadableError("no object")
    return body


async def _content(request: web.Request) -> bytes:
    """Read a file: the body itself, or the one field of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


async def _wait(fault: Fault) -> None:
    if fault.until:
        await fault.until.wait()
    if fault.seconds:
        await asyncio.sleep(fault.seconds)


def _response(answer: Answer) -> web.Response:
    text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    return web.Response(text=text, status=answer.status, headers=dict(answer.headers), content_type=answer.content_type)
