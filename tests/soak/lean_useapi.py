"""useapi.net over HTTP at the price of making its answers: nothing is checked, nothing is kept."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bench.lean_socket import Channel, Request, Socket, response
from tests.soak.lively_accounts import LivelyProvider

HOST = "127.0.0.1"


@asynccontextmanager
async def serving(providers: Sequence[LivelyProvider], now: Callable[[], datetime]) -> AsyncIterator[str]:
    """Serve providers, and yield the address."""
    answers = {one.provider.jobs_path: one for one in providers}
    lists = {one.provider.accounts_path: one for one in providers}

    def answer(request: Request) -> bytes:
        if (asked := answers.get(request.path)) is not None:
            return response(200, asked.answer(now()))
        listed = lists.get(request.path)
        return response(404, b"{}") if listed is None else response(200, listed.listed())

    def refuse(_: Socket) -> Channel:
        raise ConnectionError("nobody asks for a WebSocket here")

    server = await asyncio.get_running_loop().create_server(lambda: Socket(answer, refuse), HOST)
    async with server:
        yield f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
