"""How the bot is killed: at once, at a look that brings news, or while it sends or edits. Not when (``plan``)."""

import asyncio
import contextlib
from random import Random

from tests.chaos.accounts import Accounts
from tests.chaos.lives import Lives
from tests.chaos.plan import MESSAGE, MESSAGES, Death, Step
from tests.fakes.discord import Discord, Fault

PATIENCE = 6.0
"""Seconds to wait for the moment to kill; a bot that has just been started needs some of them."""

FAULTS = {
    Death.SENDING: ("POST", MESSAGES, Fault.hang(stored=False)),
    Death.SENDING_STORED: ("POST", MESSAGES, Fault.hang(stored=True)),
    Death.SENDING_LOST: ("POST", MESSAGES, Fault.lose(stored=True)),
    Death.EDITING: ("PATCH", MESSAGE, Fault.hang(stored=False)),
    Death.EDITING_STORED: ("PATCH", MESSAGE, Fault.hang(stored=True)),
}
"""What holds up the request in whose middle the bot is killed."""


class Dying:
    """Kills one process after the other.

    Args:
        lives: The processes.
        discord: Where sends are held up, so that a kill meets them.
        useapi: Where something changes, so that there is something to send.
        luck: How long after a look's answer the kill comes.
    """

    def __init__(self, lives: Lives, discord: Discord, useapi: Accounts, luck: Random) -> None:
        self.kills = 0
        self.in_flight = 0
        self._lives = lives
        self._discord = discord
        self._useapi = useapi
        self._luck = luck

    async def through(self, deaths: tuple[Step[Death], ...], *, began: float) -> None:
        """Start, kill and start again."""
        clock = asyncio.get_running_loop().time
        for death in deaths:
            async with self._lives.another():
                await asyncio.sleep(max(began + death.at - clock(), 0.05))
                with contextlib.suppress(TimeoutError):
                    await self._moment(death)
            self.kills += 1
            await asyncio.sleep(death.seconds)

    async def _moment(self, death: Step[Death]) -> None:
        """Return at the moment to kill."""
        if death.act is Death.ANYWHERE:
            return
        if death.act is Death.LOOKING:
            before = len(self._useapi.looks)
            self._useapi.flip(death.on)
            await self._discord.feed.wait_for(lambda: self._showed(death.on, before), PATIENCE)
            await asyncio.sleep(self._luck.uniform(0, 0.06))
            return
        self._discord.faults.clear()
        held = self._discord.faults.add(*FAULTS[death.act])
        self._useapi.flip(death.on)
        try:
            await self._discord.feed.wait_for(lambda: held.hits, PATIENCE)
            await asyncio.sleep(0.01)
            self.in_flight += 1
        finally:
            held.lift()

    def _showed(self, account: str, since: int) -> bool:
        return any(account in look.showed for look in self._useapi.looks[since:])
