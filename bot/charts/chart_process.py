"""Renders charts beside the event loop: each picture in a child process, one at a time.

A process, not a thread, since matplotlib once loaded keeps 70 MB for a picture now and then, and holds the
interpreter's lock for up to 40 ms at a stretch, in which the bot answers nobody. With the worst chart, 30 days of a
change a minute, the event loop is late by 6 ms (p99; 18 at worst) beside a process and by 15 ms (41 at worst) beside a
thread. The price is 0.9 s of processor time for each picture instead of 0.3. A pool of processes would save the rest
and keep the megabytes.
"""

import asyncio
import contextlib
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from bot.charts.chart import Chart, summed_up
from bot.charts.chart_encoding import encode_chart

TIME_LIMIT = 30.0
"""Seconds for one picture: a few are enough for a month of changes, even on a small machine."""

_HOME = Path(__file__).parent.parent.parent
"""Where Python finds ``bot``, however this process found it."""


class NotDrawn(Exception):  # noqa: N818 - as in the tree of bot.errors: "not drawn"
    """There is no picture; a message is complete without it. The text says why, and may hold untrusted text."""


RenderPng: TypeAlias = Callable[[Chart], Awaitable[bytes]]
"""Draws a chart as PNG; raises ``NotDrawn``."""


class ChartRenderer:
    """Renders charts as PNG.

    Args:
        time_limit: Seconds until a picture is given up, from when its chart is ready.
        environment: The child process's whole environment.
        program: The command that draws, in place of this interpreter with ``-m bot.charts``.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        environment: Mapping[str, str] = MappingProxyType({}),
        program: tuple[str, ...] = (),
    ) -> None:
        self._time_limit = time_limit
        self._program = program or (sys.executable, "-m", "bot.charts")
        self._environment = environment
        self._one_at_a_time = asyncio.Lock()  # each takes 70 MB

    @asynccontextmanager
    async def started(self) -> AsyncIterator[RenderPng]:
        """Start the program that draws, and yield a function that has it draw one chart as PNG; it ends with the block.

        It imports matplotlib while the chart is still being made.
        """
        async with self._one_at_a_time:
            try:
                process = await asyncio.create_subprocess_exec(
                    *self._program,
                    cwd=_HOME,
                    env=self._environment,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.PIPE,
                )
            except OSError as error:
                yield partial(_refuse, f"The program that draws did not start: {error}.")
                return
            try:
                yield partial(self._draw, process)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    async def _draw(self, process: Process, chart: Chart) -> bytes:
        encoded = await asyncio.to_thread(lambda: encode_chart(summed_up(chart)))
        try:
            async with asyncio.timeout(self._time_limit):  # ``wait_for`` may lose a cancellation before Python 3.12
                picture, said = await process.communicate(encoded)
        except TimeoutError as error:
            raise NotDrawn(f"The picture took longer than {self._time_limit:g} s.") from error
        if process.returncode or not picture:
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            raise NotDrawn(f"The program that draws ended with {process.returncode}: {last}")
        return picture


async def _refuse(why: str, _: Chart) -> bytes:
    raise NotDrawn(why)
