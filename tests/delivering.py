"""An outbox on a real database, and a chat that a test arranges."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from bot.alerts.alert import Alert
from bot.capacity.remembered import Remembered
from bot.outbox import Outbox
from bot.state.store import Store
from tests.moments import NOON


class FarEnd:
    """A chat that stores what it is sent, as a test arranges it."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
        self.attempts: list[str] = []
        self.trouble: dict[str, list[Exception]] = {}
        self.stuck: set[int] = set()
        self.asked = asyncio.Event()
        self.doubts: list[datetime | None] = []
        self.refused: list[int] = []
        self.sent: dict[str, Alert] = {}

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None) -> int:
        """Take an alert, or be in trouble."""
        self.doubts.append(perhaps_since)
        self.attempts.append(alert.key)
        self.asked.set()
        if alert.channel in self.stuck:
            await asyncio.Event().wait()
        if self.trouble.get(alert.key):
            raise self.trouble[alert.key].pop(0)
        self.sent[alert.key] = alert
        self.told.put_nowait((alert.channel, alert.key))
        return len(self.attempts)

    async def hears(self, number: int) -> list[str]:
        """Wait for so many alerts and give their keys."""
        async with asyncio.timeout(10):
            return [(await self.told.get())[1] for _ in range(number)]


@contextlib.asynccontextmanager
async def delivering(
    store: Store, far_end: FarEnd, *, now: Callable[[], datetime] = lambda: NOON
) -> AsyncIterator[Outbox]:
    """Deliver until the block ends."""
    outbox = Outbox(store, far_end, refused=lambda channel, _: far_end.refused.append(channel), now=now)
    life = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life


async def owe(store: Store, *alerts: Alert) -> None:
    """Store alerts that are owed."""
    await store.remember("minimax", Remembered(), alerts, NOON)


async def until_nothing_is_owed(store: Store) -> None:
    """Wait until everything is struck off or given up."""
    async with asyncio.timeout(10):
        while await store.owing_channels():  # noqa: ASYNC110 - a database tells nobody that it changed
            await asyncio.sleep(0.01)
