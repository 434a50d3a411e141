"""How the bot is killed: at once, at a look that brings news, or while it sends or edits. Not when (``plan``)."""

import asyncio
import contextlib
from collections.abc import Callable
from random import Random

from tests.chaos.accounts import Accounts
from tests.chaos.lives import Lives
from tests.chaos.plan import MESSAGE, MESSAGES, Death, Step
from tests.fakes.discord import Discord, Fault
from tests.fakes.feed import Feed
from tests.fakes.slack import Fault as SlackFault
from tests.fakes.slack import SlackWorkspace

EARLY = 3.0
"""A process that is to be killed within so many seconds may be before it looks; others need about as long to look."""

STARTED = 20.0
"""Seconds to wait for the first look."""

PATIENCE = 6.0
"""Seconds to wait for the moment to kill; a bot that has just been started needs some of them."""

SLACK_FAULTS = {
    Death.SENDING: ("chat.postMessage", SlackFault.hang(stored=False)),
    Death.SENDING_STORED: ("chat.postMessage", SlackFault.hang(stored=True)),
    Death.SENDING_LOST: ("chat.postMessage", SlackFault.late(1.0)),
    Death.EDITING: ("chat.update", SlackFault.hang(stored=False)),
    Death.EDITING_STORED: ("chat.update", SlackFault.hang(stored=True)),
}
"""The same of Slack; what is lost there is stored after the bot has died."""

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
        slack: Where every other send is held up, where there is one.
    """

    def __init__(
        self, lives: Lives, discord: Discord, useapi: Accounts, luck: Random, slack: SlackWorkspace | None = None
    ) -> None:
        self.kills = 0
        self.in_flight = 0
        self._lives = lives
        self._discord = discord
        self._useapi = useapi
        self._luck = luck
        self._slack = slack

    async def through(self, deaths: tuple[Step[Death], ...], *, began: float, seconds: float) -> None:
        """Start, kill and start again, for so many seconds.

        A process that is to live for a while does so from its first look on: a busy machine may need long to start it.
        """
        clock = asyncio.get_running_loop().time
        born = 0.0
        for death in deaths:
            if clock() > began + seconds:
                return
            async with self._lives.another():
                if death.at - born > EARLY:
                    with contextlib.suppress(TimeoutError):
                        await self._discord.feed.wait_for(self._has_looked, STARTED)
                    await asyncio.sleep(death.at - born - EARLY)
                born = death.at + death.seconds
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
        if self._slack is not None and self._luck.random() < 0.5:
            self._slack.faults.clear()
            held_on_slack = self._slack.faults.add(*SLACK_FAULTS[death.act])
            await self._held(death, self._slack.feed, lambda: held_on_slack.hits, held_on_slack.lift)
            return
        self._discord.faults.clear()
        held = self._discord.faults.add(*FAULTS[death.act])
        await self._held(death, self._discord.feed, lambda: held.hits, held.lift)

    async def _held(self, death: Step[Death], feed: Feed, hits: Callable[[], object], lift: Callable[[], None]) -> None:
        """Make something to send, and wait until it is held up."""
        self._useapi.flip(death.on)
        try:
            await feed.wait_for(hits, PATIENCE)
            await asyncio.sleep(0.01)
            self.in_flight += 1
        finally:
            lift()

    def _has_looked(self) -> bool:
        return any(look.life == self._lives.number for look in self._useapi.looks)

    def _showed(self, account: str, since: int) -> bool:
        return any(account in look.showed for look in self._useapi.looks[since:])
