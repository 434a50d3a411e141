"""The mutes there are, at hand for every look: stored first, then heeded. They end by themselves.

Not what a mute silences (``alerts.mute``), nor how one is made by a person (``chat.discord``).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.subscriptions.mute import Mute


class MuteStorage(Protocol):
    """What is asked of the database; everything raises ``StorageUnavailable``."""

    async def mutes(self) -> tuple[Mute, ...]:
        """Give every stored mute, the oldest first."""
        ...

    async def add_mute(self, mute: Mute) -> int:
        """Store a mute in place of those that it replaces, and give it its number."""
        ...

    async def remove_mute(self, mute_id: int) -> None:
        """Forget a mute."""
        ...


class MuteRegistry:
    """Keeps the mutes.

    Args:
        store: Where they are stored.
        now: The clock.
    """

    def __init__(self, store: MuteStorage, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._stored: tuple[Mute, ...] = ()

    async def load(self) -> None:
        """Read the stored ones; raises ``StorageUnavailable``."""
        self._stored = await self._store.mutes()

    def all(self) -> tuple[Mute, ...]:
        """List every mute that has not ended, the oldest first."""
        at = self._now()
        return tuple(mute for mute in self._stored if at < mute.until)

    def in_channel(self, channel: int) -> tuple[Mute, ...]:
        """List what is muted in a channel."""
        return tuple(mute for mute in self.all() if mute.channel == channel)

    async def add(self, mute: Mute) -> Mute:
        """Store a mute, whose number it is given then, and heed it from now on in place of those that it replaces.

        Raises:
            StorageUnavailable: It could not be stored.
        """
        added = replace(mute, id=await self._store.add_mute(mute))
        self._stored = (*(one for one in self.all() if not added.replaces(one)), added)
        return added

    async def remove(self, mute: Mute) -> None:
        """Forget a mute before its time; raises ``StorageUnavailable``."""
        await self._store.remove_mute(mute.id)
        self._stored = tuple(one for one in self.all() if one.id != mute.id)
