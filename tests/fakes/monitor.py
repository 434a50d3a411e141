"""A monitor on loopback that is told of life: it notes what was fetched, and answers as a test wants."""

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.feed import GIVE_UP_AFTER

PATH = "/ping/a-secret-of-36-characters"


class FakeMonitor:
    """A monitor for tests: ``async with FakeMonitor() as monitor``.

    Attributes:
        url: What a heartbeat is given.
        status: What is answered.
        hangs: Whether no answer comes.
        told: Method and path of every request, without what is secret in the path.
    """

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.hangs = False
        self.told: list[str] = []
        self._arrived: asyncio.Queue[str] = asyncio.Queue()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}{PATH}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def hears(self, *, within: float = GIVE_UP_AFTER) -> str:
        """Wait for the next request and give its method and path, such as ``GET /fail``."""
        return await asyncio.wait_for(self._arrived.get(), within)

    async def _answer(self, request: web.Request) -> web.Response:
        said = f"{request.method} {request.path_qs.removeprefix(PATH) or '/'}"
        self.told.append(said)
        self._arrived.put_nowait(said)
        if self.hangs:
            await asyncio.Event().wait()
        return web.Response(status=self.status, headers={"Location": f"{PATH}/elsewhere"})
