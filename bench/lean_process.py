"""The process of a lean far end (``lean_end``), as the benchmark holds it in its hand."""

import asyncio
import json
import sys
from types import TracebackType
from typing import Any, Self

from bench.process import ROOT

GOODBYE = 10.0


class LeanProcess:
    """Runs a lean far end while entered.

    Args:
        changing: Number of accounts, of which each fills or frees at every look; 0 for two that never change.
        guilds: Number of guilds beside the one where people ask, each with channels for alerts.

    Attributes:
        port: Where it listens.
        token: The bot's token.
        guild: The id of the guild where people ask.
        channels: The channels of the other guilds, each as its guild's id and its own.
    """

    def __init__(self, *, changing: int = 0, guilds: int = 0) -> None:
        self.port = 0
        self.token = ""
        self.guild = 0
        self.channels: list[tuple[int, int]] = []
        self._options = ("--changing", str(changing), "--guilds", str(guilds))
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.lean_end", *self._options),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        about = await self._read()
        self.port, self.token, self.guild = about["port"], about["token"], about["guild"]
        self.channels = [(guild, channel) for guild, channel in about["channels"]]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._running
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        process.stdin.close()
        await asyncio.wait_for(process.wait(), GOODBYE)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._running.pid

    @property
    def url(self) -> str:
        """Where both far ends are, without the path."""
        return f"http://127.0.0.1:{self.port}"

    async def burst(self, times: int = 1) -> list[float]:
        """Ask ``/capacity`` several times at once; return the seconds until each answer arrived."""
        return [float(one) for one in await self._ask("burst", times)]

    async def ready(self) -> None:
        """Wait until a bot is connected and people can use its commands."""
        await self._ask("ready")

    async def gone(self) -> None:
        """Wait until no bot is connected."""
        await self._ask("gone")

    async def hang_up(self) -> None:
        """Close every connection but the gateway's."""
        await self._ask("hang up")

    async def told(self) -> int:
        """Return how many messages were posted or edited."""
        return int(await self._ask("told"))

    async def look_ages(self) -> list[float]:
        """Return how many seconds ago each look came."""
        return [float(one) for one in await self._ask("looks")]

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("the process was not started")
        return self._process

    async def _ask(self, what: str, times: int = 1) -> Any:  # noqa: ANN401 - whatever JSON was said
        assert self._running.stdin is not None  # noqa: S101 - a pipe was asked for
        self._running.stdin.write(f"{json.dumps({'what': what, 'times': times})}\n".encode())
        return await self._read()

    async def _read(self) -> Any:  # noqa: ANN401 - whatever JSON was said
        assert self._running.stdout is not None  # noqa: S101 - a pipe was asked for
        line = await self._running.stdout.readline()
        if not line:
            raise RuntimeError("the far end has ended; its reason is above")
        return json.loads(line)
