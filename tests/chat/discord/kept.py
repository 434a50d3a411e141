"""What the commands ask of the database, in memory, with a switch that takes it away."""

import asyncio
import itertools
from collections.abc import Collection, Sequence
from datetime import datetime

from bot.alerts.alert import Alert
from bot.delivery.stored_alerts import DeliveryStatus, StoredAlert
from bot.errors import StorageUnavailable
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Watch
from tests.moments import NOON


class Kept:
    """Keeps watches, mutes and alerts in memory, unless it is down.

    Attributes:
        rows: The watches, by their numbers.
        muted: The mutes, by theirs.
        entries: The alerts, the newest first.
        notes: What messages were to say of mutes, in the order of the wishes.
        owed: The drills.
        down: Whether it refuses everything.
        unnoted: Whether it refuses notes.
    """

    def __init__(self) -> None:
        self.rows: dict[int, Watch] = {}
        self.muted: dict[int, Mute] = {}
        self.entries: list[StoredAlert] = []
        self.notes: list[tuple[str, tuple[int, datetime] | None]] = []
        self.owed: list[Alert] = []
        self.down = False
        self.unnoted = False
        self._numbers, self._mute_numbers = itertools.count(1), itertools.count(1)

    async def watches(self) -> tuple[Watch, ...]:
        """Give the watches."""
        return tuple(self.rows.values())

    async def add_watch(self, watch: Watch) -> int:
        """Store one."""
        await self._answer()
        number = next(self._numbers)
        self.rows[number] = watch
        return number

    async def change_watch(self, watch: Watch) -> None:
        """Store it anew."""
        await self._answer()
        self.rows[watch.id] = watch

    async def remove_watch(self, watch_id: int) -> None:
        """Forget one."""
        await self._answer()
        del self.rows[watch_id]

    async def mutes(self) -> tuple[Mute, ...]:
        """Give the mutes."""
        return tuple(self.muted.values())

    async def add_mute(self, mute: Mute) -> int:
        """Store one in place of those that it replaces."""
        await self._answer()
        self.muted = {number: one for number, one in self.muted.items() if not mute.replaces(one)}
        number = next(self._mute_numbers)
        self.muted[number] = mute
        return number

    async def remove_mute(self, mute_id: int) -> None:
        """Forget one."""
        await self._answer()
        del self.muted[mute_id]

    async def note_muted(self, key: str, mute: Mute | None) -> None:
        """Keep the wish."""
        await self._answer()
        if self.unnoted:
            raise StorageUnavailable("the disk is full")
        self.notes.append((key, None if mute is None else (mute.by, mute.until)))

    async def entry(self, key: str) -> StoredAlert | None:
        """Find an alert."""
        await self._answer()
        return next((one for one in self.entries if one.alert.key == key), None)

    async def find(self, prefix: str) -> tuple[StoredAlert, ...]:
        """Find alerts."""
        await self._answer()
        return tuple(one for one in self.entries if one.alert.key.startswith(prefix))

    async def recent(self, channels: Collection[int], limit: int) -> tuple[StoredAlert, ...]:
        """Give the newest alerts."""
        await self._answer()
        return tuple(one for one in self.entries if one.alert.channel in channels)[:limit]

    async def owe(self, alerts: Sequence[Alert], at: datetime) -> None:
        """Take a drill."""
        assert at == NOON
        await self._answer()
        self.owed += alerts

    async def delivery_status(self, key: str) -> DeliveryStatus:
        """Tell a drill at once."""
        assert key
        return DeliveryStatus(told_at=NOON)

    async def _answer(self) -> None:
        if self.down:
            raise StorageUnavailable("the disk is full")
        await asyncio.sleep(0)  # as a database would, so that others may come between
