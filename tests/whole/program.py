"""The real program in a process of its own: started, listened to, stopped or killed."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from bot.app.timing_overrides import Timings
from tests.whole.forks import Forks

DEADLINE = 60.0
"""Seconds after which a test gives up; a busy machine may take long for anything."""


class Running(Protocol):
    """A process: asyncio's, or a fork of one that has imported the bot."""

    @property
    def returncode(self) -> int | None:
        """Its exit code; None while it runs."""
        ...

    @property
    def stdout(self) -> asyncio.StreamReader | None:
        """What it writes."""
        ...

    async def wait(self) -> int:
        """Wait until it has ended, and return its exit code."""
        ...

    def send_signal(self, signal: int) -> None:
        """Send it a signal."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


class Program:
    """Runs ``python -m bot …`` while entered; leaving kills what still runs.

    Args:
        folder: Its working directory, where it finds ``.env`` and makes its database.
        settings: Its environment, beside what every process needs.
        arguments: Its command line.
        forks: Makes it a fork of a process that has imported the bot, which saves a second; None for a new process.
        timings: How long a fork's parts leave others alone; None for the usual timings.
    """

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, str],
        *arguments: str,
        forks: Forks | None = None,
        timings: Timings | None = None,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._arguments = arguments
        self._forks = forks
        self._timings = timings
        self._process: Running | None = None
        self._reading: asyncio.Task[None] | None = None
        self._said = asyncio.Condition()
        self.lines: list[str] = []

    async def __aenter__(self) -> Self:
        """Start it."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "SYSTEMROOT"}}
        environment = {**kept, "PYTHONUNBUFFERED": "1", **self._settings}
        if self._forks is not None:
            self._process = await self._forks.start(self._folder, environment, self._arguments, timings=self._timings)
        else:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *self._arguments),
                cwd=self._folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        self._reading = asyncio.create_task(self._read(self._running.stdout))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill it if it still runs; show what it said where the test failed."""
        await self.kill()
        if error is not None:
            error.add_note("The program said:\n" + "\n".join(self.lines[-60:]))

    @property
    def _running(self) -> Running:
        assert self._process is not None
        return self._process

    async def says(self, words: str, *, within: float = DEADLINE) -> str:
        """Wait until it has printed a line with these words, and return the line."""
        async with asyncio.timeout(within), self._said:
            await self._said.wait_for(lambda: any(words in line for line in self.lines))
        return next(line for line in self.lines if words in line)

    async def ends(self, *, within: float = DEADLINE) -> int:
        """Wait until it ends by itself and return its exit code."""
        code = await asyncio.wait_for(self._running.wait(), within)
        assert self._reading is not None
        await self._reading
        return code

    async def stop(self, *, within: float = DEADLINE) -> int:
        """Ask it to end, as a supervisor does, and return its exit code."""
        self._running.send_signal(signal.SIGTERM)
        return await self.ends(within=within)

    def suspend(self) -> None:
        """Stop it where it is, as a machine does that is paused; ``wake`` lets it go on."""
        self._running.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it go on."""
        self._running.send_signal(signal.SIGCONT)

    def count(self, words: str) -> int:
        """Return how many lines it has printed with these words."""
        return sum(words in line for line in self.lines)

    async def kill(self) -> None:
        """End it at whatever instruction it is."""
        if self._running.returncode is None:
            self._running.kill()
        await self.ends()

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream is not None
        while line := await stream.readline():
            async with self._said:
                self.lines.append(line.decode(errors="replace").rstrip("\n"))
                self._said.notify_all()
