"""The bot's own client with ``/watch`` on a loopback Discord, two providers to listen to, and watches in memory."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.alerts.watch import FROM_SETTINGS, Watch
from bot.capacity.answer import Answer, Row
from bot.capacity.look import Look
from bot.chat.answers import Answers
from bot.chat.discord.budget import Budget
from bot.chat.discord.client import CapacityClient, Place
from bot.chat.discord.connection import Connection
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.watch_commands import watch_group
from bot.chat.discord.watch_desk import WatchDesk
from bot.chat.discord.watch_list import WatchListButton
from bot.drill import Drill
from bot.errors import StateUnavailable
from bot.polling import Turns
from bot.state.records import Fate
from bot.watcher import ProviderWatcher
from bot.watches import Watches
from tests.chat.discord.connected import Naps, running
from tests.chat.embeds.made import KLING, MINIMAX, NAMES
from tests.chat.terminal.talking import Nothing
from tests.fakes.discord import Discord, Reply
from tests.moments import NOON


class Kept:
    """Keeps watches in memory, unless it is down."""

    def __init__(self) -> None:
        self.rows: dict[int, Watch] = {}
        self.down = False
        self.owed: list[Alert] = []
        self._numbers = itertools.count(1)

    async def watches(self) -> tuple[Watch, ...]:
        """Give them all."""
        return tuple(self.rows.values())

    async def add_watch(self, watch: Watch) -> int:
        """Store one."""
        self._refuse()
        await asyncio.sleep(0)  # as a database would, so that others may come between
        number = next(self._numbers)
        self.rows[number] = watch
        return number

    async def change_watch(self, watch: Watch) -> None:
        """Store it anew."""
        self._refuse()
        self.rows[watch.id] = watch

    async def remove_watch(self, watch_id: int) -> None:
        """Forget one."""
        self._refuse()
        del self.rows[watch_id]

    async def owe(self, alerts: Sequence[Alert], at: datetime) -> None:
        """Take a drill."""
        assert at == NOON
        self._refuse()
        self.owed += alerts

    async def fate(self, key: str) -> Fate:
        """Tell a drill at once."""
        assert key
        return Fate(told_at=NOON)

    def _refuse(self) -> None:
        if self.down:
            raise StateUnavailable("the disk is full")


class Studio:
    """What a test of ``/watch`` holds in its hand.

    Attributes:
        discord: The far end.
        kept: What is stored.
        watches: What is listened to.
    """

    def __init__(self, discord: Discord, *, alert_channel: int | None = None) -> None:
        self.discord = discord
        self.kept = Kept()
        settings = Watch(id=FROM_SETTINGS, guild=None, channel=alert_channel or discord.channel.id)
        self.watches = Watches(self.kept, settings)

    async def answers(self) -> Answers:
        """Make answers after a look that found two accounts at MiniMax and none at Kling."""

        async def look(*rows: Row) -> Look:
            return Look(at=NOON, answer=Answer(rows=rows, jobs=()))

        def watcher(name: str, *rows: Row) -> ProviderWatcher:
            turns = Turns(every=timedelta(seconds=30), now=lambda: NOON, jitter=lambda: 1.0)
            return ProviderWatcher(
                name,
                look=lambda: look(*rows),
                turns=turns,
                memory=Nothing(),
                watches=tuple,
                owing=lambda: None,
                now=lambda: NOON,
            )

        found = (Row(account="200300", limit=6, available=5), Row(account="joanna@example.com", limit=2, available=0))
        watchers = {"minimax": watcher("minimax", *found), "kling": watcher("kling")}
        for each in watchers.values():
            await each.turn()
        return Answers(watchers, {"minimax": MINIMAX, "kling": KLING}, NAMES, now=lambda: NOON)

    def client(self, answers: Answers) -> CapacityClient:
        """Make the client with its commands."""
        board = WatchBoard(self.watches, answers.subjects)
        drill = Drill(self.kept, lambda: None, now=lambda: NOON, sleep=asyncio.sleep)
        desk = WatchDesk(self.watches, board, answers.subjects, NAMES, drill)
        place = Place(guilds=frozenset({self.discord.guild.id}))
        made = CapacityClient(place, answers, self, watch_board=board, budget=Budget(time.monotonic), sleep=Naps())
        made.tree.add_command(watch_group(desk, board, answers.subjects))
        made.add_dynamic_items(WatchListButton)
        made._connection.guild_ready_timeout = 0.01  # noqa: SLF001 - two seconds of waiting for no other guild
        return made

    async def synced(self, scope: str) -> str | None:
        """Remember no registration."""
        assert scope
        return None

    async def note_sync(self, scope: str, digest: str) -> None:
        """Forget it at once."""


@contextlib.asynccontextmanager
async def serving(studio: Studio) -> AsyncIterator[None]:
    """Run the client until the block ends, which begins when people can use its commands."""
    answers = await studio.answers()
    made = Connection(
        lambda: studio.client(answers),
        studio.discord.token,
        follow_gateway=True,
        sleep=Naps(),
        monotonic=time.monotonic,
    )
    async with running(made) as client:
        await studio.discord.wait_for(lambda: studio.discord.commands(studio.discord.guild), 10)
        await asyncio.wait_for(client.wait_until_ready(), 10)
        yield


def said(reply: Reply) -> str:
    """Read a private answer."""
    assert reply.ephemeral
    assert not reply.message.pings
    (embed,) = reply.embeds
    parts = (embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text"))
    return "\n".join(part for part in parts if part)
