"""A storm over two programs on one PostgreSQL database: either dies, sleeps or ends; the server restarts, sessions end.

Beside that goes on what the plan says of Discord and useapi.net. What a look brought may be refused to a program that
does not lead any more, and a database that is away stores nothing: so a look of the storm counts if, and only if,
something was told of it (``model``), and the calm shows that nothing is missing. What the database holds in the end is
compared with the messages as well: nothing that was stored may be untold.
"""

import asyncio
import contextlib
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum, auto
from random import Random

from sqlalchemy import make_url

from tests.chaos.lives import Lives
from tests.chaos.look_moments import Moments
from tests.chaos.model import Look
from tests.chaos.offers import Offer, read_offers
from tests.fakes.discord import CannotError, Channel, Discord, Member, Permission, UnansweredError
from tests.postgres_server import Postgres
from tests.storage.raw import ask
from tests.whole.program import Program


class Blow(StrEnum):
    """What happens to a program or to the database."""

    KILL = auto()
    END = auto()
    SLEEP = auto()
    SLEEP_LONG = auto()
    CUT = auto()
    CUT_LEAD = auto()
    RESTART_DATABASE = auto()


WEIGHTS = {
    Blow.KILL: 4,
    Blow.END: 3,
    Blow.SLEEP: 2,
    Blow.SLEEP_LONG: 1,
    Blow.CUT: 2,
    Blow.CUT_LEAD: 2,
    Blow.RESTART_DATABASE: 2,
}
NAP, LONG_NAP = 5.0, 40.0
PAUSE = (3.0, 8.0)
"""Seconds between two blows, at least and at most."""

_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}' AND random() < 0.5"
_HOLDERS = (
    "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
    "WHERE l.locktype = 'advisory' AND d.datname = '{0}'"
)


class TwoPrograms:
    """Keeps two programs running, and strikes at them.

    Args:
        lives: Starts the programs.
        server: Their database's server.
        url: Their database.
        luck: Which blow comes when, and to whom.

    Attributes:
        blows: How often each blow came.
        codes: The exit codes of programs that were told to end.
    """

    def __init__(self, lives: Lives, server: Postgres, url: str, luck: Random) -> None:
        self.blows = Counter[Blow]()
        self.codes: list[int] = []
        self._lives = lives
        self._server = server
        self._database = make_url(url).database
        self._luck = luck
        self._running: dict[int, Program] = {}
        self._asleep: set[int] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep both running while entered; what has ended is started again."""
        keeping = [asyncio.create_task(self._keep(number)) for number in (0, 1)]
        try:
            yield
        finally:
            for task in keeping:
                task.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)

    async def storm(self, seconds: float) -> None:
        """Strike for so long, and wait until nobody sleeps any more."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        async with asyncio.TaskGroup() as naps:
            while clock() < deadline:
                await asyncio.sleep(self._luck.uniform(*PAUSE))
                (blow,) = self._luck.choices(list(WEIGHTS), list(WEIGHTS.values()))
                await self._strike(blow, naps)

    async def _strike(self, blow: Blow, naps: asyncio.TaskGroup) -> None:
        number = self._luck.choice((0, 1))
        program = self._running.get(number)
        if program is None or number in self._asleep:
            return
        self.blows[blow] += 1
        match blow:
            case Blow.KILL:
                await program.kill()
            case Blow.END:
                self.codes.append(await program.stop(within=20))
            case Blow.SLEEP | Blow.SLEEP_LONG:
                naps.create_task(self._nap(number, program, NAP if blow is Blow.SLEEP else LONG_NAP))
            case Blow.CUT:
                await self._server.say(_SESSIONS.format(self._database))
            case Blow.CUT_LEAD:
                await self._server.say(_HOLDERS.format(self._database))
            case Blow.RESTART_DATABASE:
                await asyncio.to_thread(self._server.restart)

    async def _nap(self, number: int, program: Program, seconds: float) -> None:
        self._asleep.add(number)
        program.suspend()
        await asyncio.sleep(seconds)
        program.wake()
        self._asleep.discard(number)

    async def _keep(self, number: int) -> None:
        while True:
            async with self._lives.another() as program:
                self._running[number] = program
                with contextlib.suppress(TimeoutError):
                    await program.ends(within=3600)
                del self._running[number]
            await asyncio.sleep(self._luck.uniform(0, 2))


class People:
    """Members who ask, wait, mute and keep a board meanwhile, in a channel of their own.

    Attributes:
        channel: Where.
        answered: Number of commands that were answered.
        unanswered: Number of those that were not, since no program led just then.
    """

    def __init__(self, discord: Discord, luck: Random) -> None:
        self.answered = self.unanswered = 0
        self.channel: Channel = discord.world.add_channel(discord.guild, "people")
        self._discord = discord
        self._luck = luck
        role = discord.world.add_role(discord.guild, "managers", may=Permission.MANAGE_GUILD)
        self._manager = discord.world.add_member(discord.guild, "sasha", role)
        self._numbers = itertools.count(1)

    async def arrive(self) -> None:
        """Keep a board, and a watch with quiet hours."""
        await self._discord.use("board add", {"channel": self.channel}, member=self._manager)
        await self._discord.use(
            "watch add",
            {"provider": "all", "channel": self.channel, "quiet": "00:00-23:59 UTC"},
            member=self._manager,
        )

    async def live(self) -> None:
        """Go on until cancelled."""
        while True:
            await asyncio.sleep(self._luck.uniform(0.3, 1.5))
            provider = self._luck.choice(("minimax", "kling", "tempolor"))
            waiter = self._discord.world.add_member(self._discord.guild, f"waiter{next(self._numbers)}")
            acts: tuple[tuple[str, dict[str, str], Member], ...] = (
                ("notify me", {"provider": provider, "until": "1h"}, waiter),
                ("capacity", {"provider": provider}, waiter),
                ("mute", {"provider": provider, "for": "30s"}, self._manager),
                ("unmute", {"provider": provider}, self._manager),
            )
            command, values, member = self._luck.choice(acts)
            try:
                await self._discord.use(command, {**values}, member=member, channel=self.channel, promise=True)
                self.answered += 1
            except (CannotError, UnansweredError):
                self.unanswered += 1

    def offers(self, moments: Moments) -> list[Offer]:
        """Return the slots that were offered to waiters; each waits for one."""
        return read_offers(self._discord.posts(self.channel), moments)


def uncertain(looks: Sequence[Look], until: datetime) -> list[Look]:
    """Return looks of which none before a moment counts for certain: as if each were the last of its process."""
    return [replace(look, life=-number) if look.at < until else look for number, look in enumerate(looks, start=1)]


async def audit(url: str, discord: Discord, channels: Sequence[Channel]) -> list[str]:
    """Compare what the database calls owed and told with the messages that there are; a sentence for each mistake."""
    nonces = Counter(post.nonce for channel in channels for post in discord.posts(channel))
    wrong = [f"{nonce}: {number} messages" for nonce, number in nonces.items() if nonce is not None and number > 1]
    rows = await ask(url, "SELECT key, channel, body, told_at, given_up_at, reason, withheld FROM alert")
    watched = {channel.id for channel in channels}
    for row in rows:
        if row.channel not in watched:
            continue
        kind = json.loads(row.body)["kind"]
        if row.told_at is None and row.given_up_at is None:
            wrong.append(f"{row.key} ({kind}) was stored and not told")
        elif row.given_up_at is not None and row.withheld is None and row.reason not in {"folded", "withdrawn"}:
            wrong.append(f"{row.key} ({kind}) was given up: {row.reason}")
        elif row.told_at is not None and nonces[row.key] != 1 and kind != "notice":
            wrong.append(f"{row.key} ({kind}) counts as told, and there are {nonces[row.key]} messages")
    return wrong
