"""useapi.net on loopback, with answers that a test scripts; not the simulation, whose accounts live their own life."""

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from aiohttp import ClientConnectionResetError, web

from tests.fakes.feed import GIVE_UP_AFTER

TOKEN = "user:100-madeUpToken4Tests"
_PIECE = bytes(2**16)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a path answers.

    Attributes:
        status: The HTTP status.
        body: Bytes or text as they are; anything else as JSON.
        headers: Headers beside those that aiohttp sets.
        delay: Seconds before the first byte.
        after: What must happen before the first byte; None for nothing.
        hangs: Whether the answer never comes.
        resets: Whether the connection is cut instead.
        endless: Whether the body goes on for as long as anyone reads.
    """

    status: int = 200
    body: object = field(default_factory=lambda: {"executing": [], "available": []})
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    after: asyncio.Event | None = None
    hangs: bool = False
    resets: bool = False
    endless: bool = False

    def gzipped(self) -> Self:
        """Compress the body."""
        body = gzip.compress(_encoded(self.body), 9)
        return replace(self, body=body, headers={**self.headers, "Content-Encoding": "gzip"})


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request as it came, and its moment on the event loop's clock."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    at: float


class FakeUseapi:
    """A useapi.net for tests: ``async with FakeUseapi() as useapi``, then ``useapi.answers[path] = Reply(…)``.

    Attributes:
        answers: What each path answers; may be changed at any time.
        requests: Every request so far.
        problems: What no client of ours should have asked: unknown paths, methods other than GET.
        sent: Bytes sent by endless answers.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.answers: dict[str, Reply] = {}
        self.requests: list[Request] = []
        self.problems: list[str] = []
        self.sent = 0
        self.url = ""
        self._arrived: asyncio.Queue[Request] = asyncio.Queue()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def next_request(self, within: float = GIVE_UP_AFTER) -> Request:
        """Await the next request that nobody has awaited yet."""
        async with asyncio.timeout(within):
            return await self._arrived.get()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        seen = Request(
            method=request.method,
            path=request.path,
            query=request.query_string,
            headers=dict(request.headers),
            at=asyncio.get_running_loop().time(),
        )
        self.requests.append(seen)
        self._arrived.put_nowait(seen)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"error": "Unauthorized", "code": 401}, status=401)
        if request.method != "GET" or request.path not in self.answers:
            self.problems.append(f"{request.method} {request.path}")
            return web.Response(status=404, text="Not Found")
        return await self._scripted(request, self.answers[request.path])

    async def _scripted(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        if reply.delay:
            await asyncio.sleep(reply.delay)
        if reply.after is not None:
            await reply.after.wait()
        if reply.hangs:
            await asyncio.Event().wait()
        if reply.resets and request.transport is not None:
            request.transport.abort()
        if reply.endless:
            return await self._pour(request, reply)
        body = _encoded(reply.body)
        headers = {"Content-Type": _content_type(reply.body), **reply.headers}
        return web.Response(status=reply.status, body=body, headers=headers)

    async def _pour(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        response = web.StreamResponse(status=reply.status, headers=dict(reply.headers))
        await response.prepare(request)
        try:
            while True:
                await response.write(_PIECE)
                self.sent += len(_PIECE)
        except ClientConnectionResetError:
            return response


def _encoded(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _content_type(body: object) -> str:
    if isinstance(body, str):
        return "text/html" if body.startswith("<") else "text/plain"
    return "application/json"
