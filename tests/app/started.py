"""A program of ours in a process of its own, with a screen that a test looks at: a pipe, or a terminal."""

import asyncio
import contextlib
import os
import re
import termios
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from subprocess import PIPE
from typing import Protocol

from tests.whole.forks import ROOT, Forks
from tests.whole.program import DEADLINE

_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>])")


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return a process's environment: nothing of ours, temporary files in a folder of the test's."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "SYSTEMROOT"}}
    ours = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color"}
    return {**kept, **ours, **settings}


class Process(Protocol):
    """A program that runs: asyncio's own process, or a fork."""

    @property
    def returncode(self) -> int | None:
        """Its exit code; None while it runs."""
        ...

    async def wait(self) -> int:
        """Wait until it has ended, and return its exit code."""
        ...

    def send_signal(self, signal: int, /) -> None:
        """Send it a signal."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


async def ran(
    forks: Forks,
    folder: Path,
    *arguments: str,
    settings: Mapping[str, str] | None = None,
    code: str | None = None,
    stdout: int = PIPE,
) -> tuple[int, str, str]:
    """Run a program to its end; give its exit code and what it wrote to standard output and standard error."""
    surroundings = environment(folder, settings or {})
    process = await forks.start(folder, surroundings, arguments, code=code, stdout=stdout, stderr=PIPE)
    async with killed_at_the_end(process), asyncio.timeout(2 * DEADLINE):
        out, error, ended = await asyncio.gather(_all(process.stdout), _all(process.stderr), process.wait())
    return ended, out.decode(), error.decode()


async def _all(stream: asyncio.StreamReader | None) -> bytes:
    return b"" if stream is None else await stream.read()


@contextlib.asynccontextmanager
async def killed_at_the_end(process: Process) -> AsyncIterator[None]:
    """Leave nothing running, whatever a test finds."""
    try:
        yield
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Terminal:
    """The person's side of a terminal: what is on it, and a keyboard."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._arrived = asyncio.Event()
        self._raw = b""
        self._read_up_to = 0

    @property
    def text(self) -> str:
        """Return everything that was written, without the escape codes."""
        return _CODES.sub("", self._raw.decode(errors="replace")).replace("\r", "")

    async def shows(self, words: str, *, within: float = DEADLINE) -> None:
        """Wait until these words appear behind those that were waited for last."""
        async with asyncio.timeout(within):
            while (found := self.text.find(words, self._read_up_to)) < 0:
                self._arrived.clear()
                await self._arrived.wait()
        self._read_up_to = found + len(words)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    async def press(self, keys: str, *, until: str) -> None:
        """Press keys until these words appear: while an alert is printed, a terminal may drop what is typed."""
        async with asyncio.timeout(DEADLINE):
            while True:
                self.type(keys)
                with contextlib.suppress(TimeoutError):
                    return await self.shows(until, within=2.0)

    def read(self) -> None:
        """Take in what was written."""
        self._raw += os.read(self._descriptor, 65536)
        self._arrived.set()


@contextlib.asynccontextmanager
async def at_a_terminal(
    forks: Forks, folder: Path, *arguments: str, code: str | None = None
) -> AsyncIterator[tuple[Process, Terminal]]:
    """Start a program on a terminal of 80 columns and 40 lines, and check that it leaves it as it was."""
    ours, its = os.openpty()
    termios.tcsetwinsize(its, (40, 80))
    before = termios.tcgetattr(its)
    terminal = Terminal(ours)
    loop = asyncio.get_running_loop()
    process = await forks.start(
        folder, environment(folder, {}), arguments, code=code, stdin=its, stdout=its, stderr=its
    )
    loop.add_reader(ours, terminal.read)
    try:
        async with killed_at_the_end(process):
            yield process, terminal
            assert termios.tcgetattr(its) == before
    except BaseException as error:
        error.add_note(f"The terminal showed:\n{terminal.text}")
        raise
    finally:
        loop.remove_reader(ours)
        os.close(ours)
        os.close(its)
