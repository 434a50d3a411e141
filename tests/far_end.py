"""A chat that a test arranges: what it was told, how its messages were edited, and the trouble on the way."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.delivery.message_port import Age, DeliveryTiming, Found, MessagePorts, Note
from bot.errors import ChannelRefused, EditPostponed
from bot.platforms import Platform
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON


async def unnoted() -> Age:
    """Note nowhere that an attempt is made."""
    return timedelta


class FarEnd:
    """A chat that stores what it is sent once for each key, as a test arranges it."""

    def __init__(self, now: Callable[[], datetime] = lambda: NOON) -> None:
        self.now = now
        self.told: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
        self.attempts: list[str] = []
        self.trouble: dict[str, list[Exception]] = {}
        self.stuck: set[int] = set()
        self.closed: dict[int, str] = {}
        self.asked = asyncio.Event()
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.timing = DeliveryTiming(deduplicates_for=timedelta(seconds=75))
        self.searched: list[datetime] = []
        self.search_trouble: list[Exception] = []
        self.refused: list[int] = []
        self.undelivered: list[str] = []
        self.sent: dict[str, Alert] = {}
        self.shown: dict[int, Alert] = {}
        self.edited: asyncio.Queue[str] = asyncio.Queue()
        self.edits: list[str] = []
        self.edit_trouble: dict[str, list[Exception]] = {}
        self.edits_at: dict[int, list[datetime]] = defaultdict(list)

    @property
    def ports(self) -> MessagePorts:
        """This chat, where alerts to Discord go."""
        return MessagePorts({Platform.DISCORD: self})

    async def post(self, alert: Alert, note: Note) -> int:
        """Take an alert, or be in trouble."""
        await note()
        self.attempts.append(alert.key)
        self.asked.set()
        if alert.channel in self.stuck:
            await asyncio.Event().wait()
        if alert.channel in self.closed:
            raise ChannelRefused(self.closed[alert.channel])
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.trouble.get(alert.key):
            raise self.trouble[alert.key].pop(0)
        if alert.key not in self.sent:
            self.sent[alert.key] = alert
            self.shown[len(self.sent)] = alert
            self.told.put_nowait((alert.channel, alert.key))
        return list(self.sent).index(alert.key) + 1

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find an alert, or be in trouble."""
        self.searched.append(since)
        if self.search_trouble:
            raise self.search_trouble.pop(0)
        return Found(message_id=list(self.sent).index(alert.key) + 1) if alert.key in self.sent else None

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Change a message, or be in trouble."""
        trouble = self.edit_trouble.get(alert.key, [])
        if not (trouble and isinstance(trouble[0], EditPostponed)):
            await note()
        self.edits.append(alert.key)
        self.edits_at[message_id].append(self.now())
        self.asked.set()
        if alert.channel in self.stuck:
            await asyncio.Event().wait()
        if alert.channel in self.closed:
            raise ChannelRefused(self.closed[alert.channel])
        if trouble:
            raise trouble.pop(0)
        self.shown[message_id] = alert
        self.edited.put_nowait(alert.key)

    async def hears(self, number: int) -> list[str]:
        """Wait for this many alerts and return their keys."""
        async with asyncio.timeout(GIVE_UP_AFTER):
            return [(await self.told.get())[1] for _ in range(number)]

    async def sees(self, number: int) -> list[str]:
        """Wait for this many edits and return their alerts' keys."""
        async with asyncio.timeout(GIVE_UP_AFTER):
            return [await self.edited.get() for _ in range(number)]


def changes(alert: Alert) -> list[int]:
    """Read from an alert how often its topics changed: what ``amend`` writes into it."""
    return [news.changes for part in alert.parts for news in part.news]


def said(far_end: FarEnd) -> dict[int, list[int]]:
    """Read from each message how often its account changed."""
    return {number: changes(alert) for number, alert in far_end.shown.items()}
