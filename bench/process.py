"""A bot in a process of its own: started, weighed and stopped; not which bot it is (``bots``)."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parent.parent
KEPT = frozenset({"PATH", "HOME", "LANG"})
GOODBYE = 10.0
_TICKS = os.sysconf("SC_CLK_TCK")
_KIBI = 1024
_NANO = 1e9


class Process:
    """Runs ``python …`` while entered; what it says is kept in ``log.txt``.

    Args:
        folder: Its working directory.
        settings: Its environment, beside what every process needs.
        arguments: Its command line.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], *arguments: str) -> None:
        self._folder = folder
        self._settings = settings
        self._arguments = arguments
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        kept = {name: value for name, value in os.environ.items() if name in KEPT}
        with (self._folder / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._arguments,
                cwd=self._folder,
                env={**kept, "PYTHONPATH": str(ROOT), **self._settings},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._running
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GOODBYE)
        except TimeoutError:
            process.kill()
            await process.wait()
        if error is not None:
            error.add_note("The program said:\n" + (self._folder / "log.txt").read_text(encoding="utf-8")[-4000:])

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("the process was not started")
        return self._process

    def memory(self) -> float:
        """Return its resident memory in MiB, shared memory included."""
        text = Path(f"/proc/{self._running.pid}/smaps_rollup").read_text(encoding="ascii")
        sizes = {line.split()[0]: int(line.split()[1]) for line in text.splitlines()[1:]}
        return sizes["Rss:"] / _KIBI

    def cpu(self) -> float:
        """Return the seconds of processor time that it and its ended children took."""
        process = Path(f"/proc/{self._running.pid}")
        fields = (process / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        children = sum(map(int, fields[13:15])) / _TICKS
        # To the nanosecond, of each thread that still runs; the other file counts in hundredths of a second.
        threads = ((one / "schedstat").read_text(encoding="ascii").split()[0] for one in (process / "task").iterdir())
        return children + sum(map(int, threads)) / _NANO
