"""The engine as ``capacity-bot run`` builds it, on SQLite, with a chat that takes everything and people who use it."""

import asyncio
import itertools
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from bot.accounts.provider_answer import Look
from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.app import gc_tuning
from bot.app.clock import Clock
from bot.app.engine import Engine, EngineConfig, Memory
from bot.app.polling_assembly import PollerFactory
from bot.app.retention import delete_old_rows
from bot.boards.board_registry import Board
from bot.delivery.message_port import DeliveryTiming, Found, MessagePorts, Note
from bot.delivery.stored_alerts import Uptime
from bot.errors import BadInput, EditRefused, TryAgain
from bot.health.event_observers import Observers
from bot.platforms import Platform
from bot.providers.useapi_client import UseapiClient
from bot.storage.open_database import open_store
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import Style, Watch
from bot.waitlist.waiter_and_offer import Waiter
from tests.soak.lean_useapi import serving
from tests.soak.leaping_loop import LeapingLoop
from tests.soak.lively_accounts import PROVIDERS, LivelyProvider
from tests.soak.samples import Sample

START = datetime(2026, 3, 1, tzinfo=UTC)
ACCOUNTS, WATCHES, BOARDS, GUILDS = 50, 100, 20, 10
KEPT = timedelta(days=7)
"""HISTORY_DAYS: short, so that the month shows what happens once as much is deleted as is added."""

VISITS_EVERY = timedelta(minutes=20)
EXCHANGES_EVERY = timedelta(hours=6)
NIGHT, MORNING = clock_time(22), clock_time(7)
TOKEN = "user:100-madeUpToken4Tests"
_MIBI = 2**20


class Chat:
    """Takes messages and edits, now and then at the second try.

    Attributes:
        told: Messages sent so far.
        offered: The keys of offers, each with the member it was made to.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.told = 0
        self.offered: list[tuple[str, int]] = []

    timing = DeliveryTiming(deduplicates_for=timedelta(days=1))

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Take a message."""
        await note()
        await self._answer()
        self.told += 1
        if isinstance(alert.content, WaiterNotice) and alert.content.kind is NoticeKind.OFFER:
            self.offered.append((alert.key, alert.content.member))
        return self.told

    async def find(self, alert: Alert, since: datetime) -> Found | None:  # noqa: ARG002 - as a platform's
        """Find nothing: what it refused it did not take."""
        return None

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:  # noqa: ARG002 - as a platform's
        """Take an edit."""
        await note()
        await self._answer()
        if self._chance.random() < 0.002:
            raise EditRefused("somebody deleted the message")

    async def _answer(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.05, 0.3))
        if self._chance.random() < 0.01:
            raise TryAgain("Discord answered 503.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """A bot that runs.

    Attributes:
        engine: Its engine.
        chat: What it talks to.
        looks: Returns the number of looks so far.
        providers: What it looks at.
        database: Its file.
        clock: Its clock.
    """

    engine: Engine
    chat: Chat
    looks: Callable[[], int]
    providers: Sequence[LivelyProvider]
    database: Path
    clock: Clock

    def sample(self, spent: float, looks: int) -> Sample:
        """Weigh the process; ``spent`` is the processor time of so many looks, in seconds."""
        files = (self.database, *(self.database.with_name(self.database.name + end) for end in ("-wal", "-shm")))
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return Sample(
            at=self.clock.now() - START,
            looks=self.looks(),
            told=self.chat.told,
            memory=pages * os.sysconf("SC_PAGE_SIZE") / _MIBI,
            files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
            tasks=len(asyncio.all_tasks()),
            database=sum(file.stat().st_size for file in files if file.exists()) / _MIBI,
            look=1000 * spent / max(looks, 1),
        )


@asynccontextmanager
async def soaked(folder: Path, every: timedelta, seed: int) -> AsyncIterator[Soaked]:
    """Run a bot in a loop that leaps; it looks at each provider ``every`` so often."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, LeapingLoop)
    clock = Clock(
        now=lambda: START + timedelta(seconds=loop.time()),
        monotonic=loop.time,
        uptime=lambda: Uptime(boot="leaping", seconds=loop.time()),
    )
    chance = random.Random(seed)  # noqa: S311 - a month, not a secret
    shares = itertools.cycle(range(len(PROVIDERS)))
    counts = [0] * len(PROVIDERS)
    for _ in range(ACCOUNTS):
        counts[next(shares)] += 1
    providers = [LivelyProvider(one, accounts, chance) for one, accounts in zip(PROVIDERS, counts, strict=True)]
    looks = itertools.count()
    made = [0]

    def looked(_provider: str, _look: Look) -> None:
        made[0] = next(looks) + 1

    async with AsyncExitStack() as stack:
        database = folder / "capacity.db"
        store = await open_store(f"sqlite+aiosqlite:///{database}", now=clock.now, timed=loop.at_work)
        stack.push_async_callback(store.close)
        url = await stack.enter_async_context(serving(providers, clock.now))
        client = await stack.enter_async_context(UseapiClient(url, TOKEN))
        config = EngineConfig(
            providers=tuple(one.name for one in PROVIDERS), poll_every=every, history_kept=KEPT, clock=clock
        )
        memory, chat = Memory(store, config), Chat(chance)
        await memory.load()
        observers = Observers(looked=looked)
        poller = PollerFactory(memory=memory, client=client, observers=observers).poller()
        engine = Engine(memory, poller, ports=MessagePorts({Platform.DISCORD: chat}))
        await engine.boards.load()
        bot = Soaked(
            engine=engine, chat=chat, looks=lambda: made[0], providers=providers, database=database, clock=clock
        )
        await _settle_in(bot)
        gc_tuning.settle()
        running = [
            asyncio.create_task(part)
            for part in (*engine.running(), delete_old_rows(store, KEPT, clock.now), *_people(bot, chance))
        ]
        try:
            yield bot
        finally:
            for task in running:
                task.cancel()
            failed = await asyncio.gather(*running, return_exceptions=True)
        problems = [one for one in failed if isinstance(one, Exception)]
        if problems:
            raise ExceptionGroup("the bot did not last", problems)


def spent() -> float:
    """Return the processor time of this process so far, in seconds."""
    return time.process_time()


async def _settle_in(bot: Soaked) -> None:
    """Make the watches and boards: one in ten follows all, the others one provider or account, in all styles."""
    for number in range(WATCHES):
        lively = bot.providers[number % len(bot.providers)]
        await bot.engine.memory.watches.add(_watch(number, lively))
    for number in range(BOARDS):
        names = () if number % 2 else (PROVIDERS[number // 2 % len(PROVIDERS)].name,)
        board = Board(id=0, guild=number % GUILDS, channel=1000 + number, providers=names, by=1)
        await bot.engine.boards.add(board)


def _watch(number: int, lively: LivelyProvider) -> Watch:
    watch = Watch(id=0, guild=number % GUILDS, channel=number, style=Style.EDIT if number % 2 else Style.POST)
    if number % 10 == 0:
        return watch
    watch = replace(watch, provider=lively.provider.name, hold=timedelta(minutes=number % 7))
    if number % 10 == 1:
        return replace(watch, warn=3)
    if number % 10 == 2:
        return replace(watch, quiet=QuietHours(begin=NIGHT, end=MORNING, zone="Europe/Berlin"))
    return replace(watch, account=lively.accounts[number % len(lively.accounts)])


def _people(bot: Soaked, chance: random.Random) -> tuple[Coroutine[Any, Any, None], ...]:
    return (_visit(bot, chance), _exchange(bot, chance))


async def _visit(bot: Soaked, chance: random.Random) -> None:
    """Wait for slots, take and pass on offers, mute."""
    waitlist, now = bot.engine.waitlist, bot.clock.now
    while True:
        await asyncio.sleep(VISITS_EVERY.total_seconds())
        member, provider = chance.randrange(1, 60), chance.choice(PROVIDERS).name
        place = chance.randrange(GUILDS)
        with suppress(BadInput):
            await waitlist.join(
                Waiter(
                    id=0,
                    guild=place,
                    channel=place,
                    member=member,
                    provider=provider,
                    slots=chance.randrange(1, 5),
                    asked_at=now(),
                    until=now() + timedelta(hours=chance.randrange(1, 9)),
                )
            )
        for key, asker in bot.chat.offered:
            with suppress(BadInput):
                await (waitlist.accept_offer if chance.random() < 0.5 else waitlist.decline_offer)(key, asker)
        bot.chat.offered.clear()
        mute = Mute(id=0, guild=place, channel=place, provider=provider, by=member, until=now() + timedelta(hours=1))
        await bot.engine.memory.mutes.add(mute)


async def _exchange(bot: Soaked, chance: random.Random) -> None:
    """Exchange a watch and a board for another."""
    watches, boards = bot.engine.memory.watches, bot.engine.boards
    while True:
        await asyncio.sleep(EXCHANGES_EVERY.total_seconds())
        gone = chance.choice([one for one in watches.all() if one.account is not None])
        await watches.remove(gone)
        lively = next(one for one in bot.providers if one.provider.name == gone.provider)
        await watches.add(replace(gone, account=chance.choice(lively.accounts)))
        board = chance.choice(boards.all())
        await boards.remove(board, by=1)
        await boards.add(replace(board, id=0))
