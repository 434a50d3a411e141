"""Memory of both bots when idle, and their time from start to ready, in turn."""

import asyncio
import time

from bench.bots import FarEnds, far_ends, ready, settled
from bench.figures import Line, compared
from bench.process import Process
from tests.fakes.discord import Discord

STARTS = 7
WEIGHED = 3
DEADLINE = 30.0


async def resting() -> list[Line]:
    """Start both again and again, and weigh them."""
    first = [await _first_starts() for _ in range(STARTS)]
    async with far_ends() as ends:
        await _start(ends.real_bot(), ends.ours)  # makes the database
        again = [await _starts(ends) for _ in range(STARTS)]
        idle = [await _idle(ends) for _ in range(WEIGHED)]
    return [
        compared("Idle: resident memory", [one for one, _ in idle], [other for _, other in idle], " MiB", 2),
        compared("Start to ready", [one for one, _ in again], [other for _, other in again], " s", 5),
        compared(
            "… the first time, without a database", [one for one, _ in first], [other for _, other in first], " s", 5
        ),
    ]


async def _first_starts() -> tuple[float, float]:
    async with far_ends() as ends:
        return await _starts(ends)


async def _starts(ends: FarEnds) -> tuple[float, float]:
    return await _start(ends.real_bot(), ends.ours), await _start(ends.minimal_bot(), ends.minimal)


async def _start(bot: Process, discord: Discord) -> float:
    """Start a bot, stop it, and return the seconds from start to ready."""
    began = time.perf_counter()
    async with bot:
        await ready(discord)
        took = time.perf_counter() - began
    await discord.wait_for(lambda: not discord.gateway.connected, DEADLINE)
    return took


async def _idle(ends: FarEnds) -> tuple[float, float]:
    """Return the memory of both in MiB, a few seconds after they were ready."""
    async with ends.real_bot() as ours, ends.minimal_bot() as minimal:
        await asyncio.gather(ready(ends.ours), ready(ends.minimal))
        await settled()
        held = ours.memory(), minimal.memory()
    for discord in (ends.ours, ends.minimal):
        await discord.wait_for(lambda: not discord.gateway.connected, DEADLINE)  # noqa: B023 - awaited at once
    return held
