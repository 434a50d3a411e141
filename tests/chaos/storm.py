"""The storm: what the plan says, done to the far ends at its moment; the bot's deaths are in ``dying``."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from tests.chaos.accounts import Accounts
from tests.chaos.plan import Act, Drop, Glitch, Mishap, Plan, Step, Turn
from tests.fakes.discord import Discord, Fault, Limit
from tests.fakes.discord.faults import Rule

CHANNEL_LIMIT = Limit(requests=5, seconds=5.0)
"""What Discord allows a channel."""

UNPARSABLE = '{"op": 0, "t": "GUILD_CREATE", "s": null, "d": {"id": "nobody"}}'
GARBAGE = '{"op": 0, "t": "GUIL'


class Storm:
    """Does to Discord and useapi.net what the plan says.

    Attributes:
        drops: How often something happened to the gateway.
        downs: How often Discord was not there at all.
        glitches: How many times a provider's answers were spoilt for a while.
    """

    def __init__(self, plan: Plan, discord: Discord, useapi: Accounts) -> None:
        self.drops = self.downs = self.glitches = 0
        self._plan = plan
        self._met: Rule | None = None
        self._discord = discord
        self._useapi = useapi
        discord.limits.messages = CHANNEL_LIMIT

    async def rage(self, *, began: float) -> None:
        """Go through all lanes of the plan, side by side."""
        plan = self._plan
        async with asyncio.TaskGroup() as lanes:
            lanes.create_task(run_lane(plan.turns, self._turn, began))
            lanes.create_task(run_lane(plan.mishaps, self._mishap, began))
            lanes.create_task(run_lane(plan.drops, self._drop, began))
            lanes.create_task(run_lane(plan.downs, self._down, began))
            for provider in sorted({step.on for step in plan.glitches}):
                own = [step for step in plan.glitches if step.on == provider]
                lanes.create_task(run_lane(own, self._glitch, began))

    async def calm(self) -> None:
        """End all of it."""
        self._discord.faults.clear()
        self._useapi.calm()
        await self._discord.up()

    async def _turn(self, step: Step[Turn]) -> None:
        self._useapi.state[step.on] = step.act

    async def _glitch(self, step: Step[Glitch]) -> None:
        self.glitches += 1
        self._useapi.glitches[step.on] = step.act
        await asyncio.sleep(step.seconds)
        self._useapi.glitches.pop(step.on, None)

    async def _mishap(self, step: Step[Mishap]) -> None:
        if self._met is not None:
            self._met.lift()  # one at a time, however long it waits for its request
        self._met = self._discord.faults.add("*", step.on, _fault(step), times=step.times)

    async def _down(self, step: Step[None]) -> None:
        self.downs += 1
        await self._discord.down()
        try:
            await asyncio.sleep(step.seconds)
        finally:
            await self._discord.up()

    async def _drop(self, step: Step[Drop]) -> None:
        gateway = self._discord.gateway
        self.drops += 1
        with contextlib.suppress(TimeoutError):  # it may have connected again meanwhile
            match step.act:
                case Drop.CUT:
                    await gateway.drop()
                case Drop.CLOSED:
                    await gateway.drop(4000)
                case Drop.FORGOTTEN:
                    gateway.forget()
                    await gateway.drop()
                case Drop.GARBAGE:
                    gateway.send_raw(GARBAGE)
                case Drop.INVALID:
                    gateway.invalidate(resumable=False)
                case Drop.INVALID_RESUMABLE:
                    gateway.invalidate(resumable=True)
                case Drop.RECONNECT:
                    gateway.reconnect()
                case Drop.REFUSED:
                    gateway.refuse(2, status=503)
                    await gateway.drop()
                case Drop.UNPARSABLE:
                    gateway.send_raw(UNPARSABLE)


async def run_lane(steps: Sequence[Step[Act]], do: Callable[[Step[Act]], Awaitable[None]], began: float) -> None:
    """Do each step at its moment, one after the other."""
    clock = asyncio.get_running_loop().time
    for step in steps:
        await asyncio.sleep(max(began + step.at - clock(), 0))
        await do(step)


def _fault(step: Step[Mishap]) -> Fault:
    error = (500, 502, 503)[round(step.seconds * 10) % 3]
    return {
        Mishap.EDGE: Fault.edge(error),
        Mishap.ERROR: Fault.status(error),
        Mishap.ERROR_STORED: Fault.status(error, stored=True),
        Mishap.LIMITED: Fault.limited(step.seconds),
        Mishap.LIMITED_AT_EDGE: Fault.limited(1, via=False),
        Mishap.LIMITED_GLOBALLY: Fault.limited(step.seconds, scope="global"),
        Mishap.LOST: Fault.lose(),
        Mishap.LOST_UNSTORED: Fault.lose(stored=False),
        Mishap.RESET: Fault.lose(reset=True),
        Mishap.SLOW: Fault.slow(step.seconds),
    }[step.act]
