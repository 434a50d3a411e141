"""The watches there are, at hand for every look: stored first, then listened to.

Not what a watch hears (``alerts.watch``), nor how one is made by a person (``chat.discord``).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from bot.errors import BadInput
from bot.subscriptions.watch import FROM_SETTINGS, MOST_IN_A_GUILD, Watch

log = logging.getLogger(__name__)


class WatchStorage(Protocol):
    """What is asked of the database; everything raises ``StorageUnavailable``."""

    async def watches(self) -> tuple[Watch, ...]:
        """Give every stored watch, the oldest first."""
        ...

    async def add_watch(self, watch: Watch) -> int:
        """Store a watch and give it its number."""
        ...

    async def change_watch(self, watch: Watch) -> None:
        """Store a watch as it is from now on."""
        ...

    async def remove_watch(self, watch_id: int) -> None:
        """Forget a watch."""
        ...


class WatchRegistry:
    """Keeps the watches.

    Args:
        store: Where they are stored.
        from_settings: The watch that the settings make, if any.
    """

    def __init__(self, store: WatchStorage, from_settings: Watch | None = None) -> None:
        self._store = store
        self._from_settings = from_settings
        self._stored: tuple[Watch, ...] = ()
        self._paused: dict[int, str] = {}

    @property
    def paused(self) -> Mapping[int, str]:
        """Tell which channels are told nothing for now, and why."""
        return MappingProxyType(self._paused)

    async def load(self) -> None:
        """Read the stored ones; raises ``StorageUnavailable``."""
        self._stored = await self._store.watches()

    def all(self) -> tuple[Watch, ...]:
        """List every watch, the one from the settings first."""
        return (*((self._from_settings,) if self._from_settings is not None else ()), *self._stored)

    def pause(self, channel: int, reason: str) -> None:
        """Tell a channel nothing until it is resumed; a restart resumes it too, and finds out anew."""
        if channel not in self._paused:
            log.warning("Channel %d is told nothing until that is mended (looked at hourly): %s", channel, reason)
        self._paused[channel] = reason

    def resume(self, channel: int) -> None:
        """Tell a channel again."""
        if self._paused.pop(channel, None) is not None:
            log.info("Channel %d is told again.", channel)

    def in_guild(self, guild: int) -> Sequence[Watch]:
        """List the watches of a guild and the one from the settings."""
        return tuple(watch for watch in self.all() if watch.guild in {None, guild})

    async def add(self, watch: Watch) -> Watch:
        """Store a watch, whose number it is given then, and listen to it from now on.

        Raises:
            BadInput: There is one that asks for the same, or the guild has as many as it may.
            StorageUnavailable: It could not be stored.
        """
        _refuse_twin(watch, self.all())
        if sum(one.guild == watch.guild for one in self._stored) >= MOST_IN_A_GUILD:
            raise BadInput(f"A server can have {MOST_IN_A_GUILD} watches; remove one first (/watch list).")
        added = replace(watch, id=await self._store.add_watch(watch))
        self._stored = (*self._stored, added)
        return added

    async def change(self, watch: Watch) -> None:
        """Store a watch as it is from now on; raises as ``add`` does."""
        _refuse_twin(watch, [one for one in self.all() if one.id != watch.id])
        await self._store.change_watch(watch)
        self._stored = tuple(watch if one.id == watch.id else one for one in self._stored)

    async def remove(self, watch: Watch) -> None:
        """Forget a watch; raises ``StorageUnavailable``."""
        await self._store.remove_watch(watch.id)
        self._stored = tuple(one for one in self._stored if one.id != watch.id)

    def find(self, guild: int, watch_id: int) -> Watch:
        """Find a guild's watch by its number.

        Raises:
            BadInput: There is none, or it is the one from the settings, which only they can change.
        """
        if watch_id == FROM_SETTINGS and self._from_settings is not None:
            raise BadInput("That watch is from the settings: change ALERT_CHANNEL_ID there and restart the bot.")
        for watch in self._stored:
            if watch.id == watch_id and watch.guild == guild:
                return watch
        raise BadInput(f"There is no watch {watch_id} here; /watch list names them all.")


def _refuse_twin(watch: Watch, others: Sequence[Watch]) -> None:
    for one in others:
        if one.covers(watch):
            settled = "the watch from the settings (ALERT_CHANNEL_ID)"
            which = settled if one.id == FROM_SETTINGS else f"watch {one.id}, which can be edited"
            raise BadInput(f"That channel listens to the same already: {which}.")
