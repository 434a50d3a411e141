"""One WebSocket of the app: what is written on it, and how it dies."""

import asyncio
import contextlib
import json

from aiohttp import web

from tests.fakes.slack.records import Json


class Line:
    """A connection with its number; `frozen` is half-open: nothing is read or written, and nobody hangs up."""

    def __init__(self, number: int, socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self.number = number
        self.socket = socket
        self.transport = transport
        self.frozen = False
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()

    def say(self, payload: Json) -> None:
        """Send an object."""
        self.say_raw(json.dumps(payload))

    def say_raw(self, text: str) -> None:
        """Send a text as it is, however wrong."""
        if not self.frozen:
            self._queue.put_nowait(text)

    def hang_up(self) -> None:
        """Close it once all is sent."""
        self._queue.put_nowait(None)

    async def write(self) -> None:
        """Send what is said, in its order."""
        with contextlib.suppress(ConnectionError):
            while (text := await self._queue.get()) is not None:
                await self.socket.send_str(text)
            await self.socket.close()

    async def ping(self, seconds: float) -> None:
        """Ping now and then, as Slack does."""
        with contextlib.suppress(ConnectionError):
            while True:
                await asyncio.sleep(seconds)
                if not self.frozen:
                    await self.socket.ping(b"Ping from applink")
