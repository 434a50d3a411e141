"""The registry of mutes, in memory for every look: a mute is stored first, then applied, and ends by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.subscriptions.mute import Mute
from bot.subscriptions.stored_records import StoredRecords


class MuteStorage(Protocol):
    """What the registry needs of the database; every method raises ``StorageUnavailable``."""

    async def mutes(self) -> tuple[Mute, ...]:
        """Return every stored mute, the oldest first."""
        ...

    async def add_mute(self, mute: Mute) -> int:
        """Store a mute in place of those that it replaces, and return its number."""
        ...

    async def remove_mute(self, mute_id: int) -> None:
        """Forget a mute."""
        ...


class MuteRegistry:
    """Holds the mutes.

    Args:
        store: Where they are stored.
        now: The clock.

    Attributes:
        records: The stored ones, of which some may have ended.
    """

    def __init__(self, store: MuteStorage, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self.records = StoredRecords(store.mutes)

    async def load(self) -> None:
        """Read the stored mutes; raises ``StorageUnavailable``."""
        await self.records.load()

    def all(self) -> tuple[Mute, ...]:
        """Return every mute that has not ended, the oldest first."""
        at = self._now()
        return tuple(mute for mute in self.records.held if at < mute.until)

    def in_channel(self, channel: int) -> tuple[Mute, ...]:
        """Return the mutes of a channel that have not ended."""
        return tuple(mute for mute in self.all() if mute.channel == channel)

    async def add(self, mute: Mute) -> Mute:
        """Store a mute in place of those that it replaces, apply it from now on, and return it with its number.

        Raises:
            StorageUnavailable: It could not be stored.
        """
        return await self.records.add(mute, lambda: self._store.add_mute(mute))

    async def remove(self, mute: Mute) -> None:
        """Forget a mute before its time; raises ``StorageUnavailable``."""
        async with self.records.changing(lambda: mute not in self.records.held):
            await self._store.remove_mute(mute.id)
