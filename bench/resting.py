"""Memory of both bots when idle, and their time from start to ready, in turn."""

import asyncio
import time

from bench.bots import LeanEnds, lean_ends, settled
from bench.figures import Line, compared
from bench.lean_process import LeanProcess
from bench.process import Process

STARTS = 7
WEIGHED = 3


async def resting() -> list[Line]:
    """Start both again and again, and weigh them."""
    first = [await _first_starts() for _ in range(STARTS)]
    async with lean_ends() as ends:
        await _start(ends.real_bot(), ends.ours)  # makes the database
        again = [await _starts(ends) for _ in range(STARTS)]
        idle = [await _idle(ends) for _ in range(WEIGHED)]
    return [
        compared("Idle: resident memory", [one for one, _ in idle], [other for _, other in idle], " MiB", 1.7),
        compared("Start to ready", [one for one, _ in again], [other for _, other in again], " s", 3),
        compared(
            "… the first time, without a database", [one for one, _ in first], [other for _, other in first], " s", 5
        ),
    ]


async def _first_starts() -> tuple[float, float]:
    async with lean_ends() as ends:
        return await _starts(ends)


async def _starts(ends: LeanEnds) -> tuple[float, float]:
    return await _start(ends.real_bot(), ends.ours), await _start(ends.minimal_bot(), ends.minimal)


async def _start(bot: Process, end: LeanProcess) -> float:
    """Start a bot, stop it, and return the seconds from start to ready."""
    began = time.perf_counter()
    async with bot:
        await end.ready()
        took = time.perf_counter() - began
    await end.gone()
    return took


async def _idle(ends: LeanEnds) -> tuple[float, float]:
    """Return the memory of both in MiB, a few seconds after they were ready."""
    async with ends.real_bot() as ours, ends.minimal_bot() as minimal:
        await asyncio.gather(ends.ours.ready(), ends.minimal.ready())
        await settled()
        held = ours.memory(), minimal.memory()
    await asyncio.gather(ends.ours.gone(), ends.minimal.gone())
    return held
