"""The registry of watches, held in memory for every look: a watch is stored first, then takes effect."""

import logging
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from bot.errors import BadInput
from bot.platforms import CommandName, Platform, platform_of
from bot.record_cache import RecordCache, RestorableStorage
from bot.subscriptions.watch import FROM_SETTINGS, MAX_PER_GUILD, Watch

_SETTING: Mapping[Platform, str] = {
    Platform.DISCORD: "ALERT_CHANNEL_ID",
    Platform.SLACK: "SLACK_ALERT_CHANNEL_ID",
}

log = logging.getLogger(__name__)


class WatchRegistry(RecordCache[Watch]):
    """Holds the watches, and which channels are paused.

    Args:
        store: Where they are stored.
        from_settings: The watches that the settings make, at most one on each platform.
    """

    def __init__(self, store: RestorableStorage[Watch], from_settings: Sequence[Watch] = ()) -> None:
        super().__init__(store.all)
        self._store = store
        self._from_settings = tuple(from_settings)
        self._paused: dict[int, str] = {}
        self._resumed: list[Callable[[int], None]] = []

    @property
    def paused(self) -> Mapping[int, str]:
        """The channels that get no alerts for now, each with the reason."""
        return MappingProxyType(self._paused)

    def all(self) -> tuple[Watch, ...]:
        """Return every watch, those from the settings first."""
        return (*self._from_settings, *self.held)

    def pause(self, channel: int, reason: str) -> None:
        """Stop alerts to a channel until it is resumed; a restart resumes it, and the next refusal pauses it again."""
        if channel not in self._paused:
            log.warning("Channel %d gets no alerts until this is fixed (checked hourly): %s", channel, reason)
        self._paused[channel] = reason

    def resume(self, channel: int) -> None:
        """Send alerts to a channel again."""
        if self._paused.pop(channel, None) is not None:
            log.info("Channel %d gets alerts again.", channel)
            for call in self._resumed:
                call(channel)

    def when_resumed(self, call: Callable[[int], None]) -> None:
        """Call a function with each channel that is resumed from now on."""
        self._resumed.append(call)

    def in_guild(self, guild: int) -> Sequence[Watch]:
        """Return the watches of a guild, after the one from the settings for its platform."""
        own = [watch for watch in self._from_settings if platform_of(watch.channel) is platform_of(guild)]
        return (*own, *(watch for watch in self.held if watch.guild == guild))

    async def add(self, watch: Watch) -> Watch:
        """Store a watch, apply it from now on, and return it with its number.

        Raises:
            BadInput: Another watch covers it, or the guild has the maximum number.
            StorageUnavailable: It could not be stored.
        """
        await self.settle()
        self._admit(watch)
        return await self._add(watch, lambda: self._store.add(watch))

    async def change(self, watch: Watch) -> None:
        """Store a changed watch; raises as ``add`` does."""
        await self.settle()
        _refuse_covered(watch, [one for one in self.all() if one.id != watch.id])
        async with self._changing(lambda: watch in self.held):
            await self._store.change(watch)

    async def restore(self, guild: int, number: int) -> Watch:
        """Bring back a guild's watch that was removed, under its number; raises as ``add`` does.

        A watch that is back already, since somebody pressed twice, is returned as it is.
        """
        if (back := self._held(guild, number)) is not None:
            return back
        gone = BadInput("That can't be undone any more. ", CommandName("watch add"), " makes it anew.")
        watch = await self._store.removed(number)
        if watch is None:
            raise gone
        if watch.guild != guild:
            raise _unknown(number)
        await self.settle()
        self._admit(watch)
        async with self._changing(lambda: watch in self.held):
            if not await self._store.restore(number):
                raise gone
        return watch

    def _admit(self, watch: Watch) -> None:
        """Raise ``BadInput`` if a watch may not be added."""
        _refuse_covered(watch, self.all())
        if sum(one.guild == watch.guild for one in self.held) >= MAX_PER_GUILD:
            raise BadInput(
                f"There can be {MAX_PER_GUILD} watches here; remove one first (", CommandName("watch list"), ")."
            )

    async def remove(self, watch: Watch) -> None:
        """Remove a watch, which can be restored for some days; raises ``StorageUnavailable``."""
        async with self._changing(lambda: watch not in self.held):
            await self._store.remove(watch.id)

    def find(self, guild: int, watch_id: int) -> Watch:
        """Return a guild's watch by its number.

        Raises:
            BadInput: There is none, or it is the watch from the settings, which can only be changed there.
        """
        platform = platform_of(guild)
        if watch_id == FROM_SETTINGS and any(platform_of(one.channel) is platform for one in self._from_settings):
            raise BadInput(f"That watch is from the settings: change {_SETTING[platform]} there and restart the bot.")
        if (watch := self._held(guild, watch_id)) is None:
            raise _unknown(watch_id)
        return watch

    def _held(self, guild: int, watch_id: int) -> Watch | None:
        return next((one for one in self.held if (one.id, one.guild) == (watch_id, guild)), None)


def _unknown(number: int) -> BadInput:
    return BadInput(f"There is no watch {number} here; ", CommandName("watch list"), " names them all.")


def _refuse_covered(watch: Watch, others: Sequence[Watch]) -> None:
    for one in others:
        if one.covers(watch):
            settled = f"the watch from the settings ({_SETTING[platform_of(one.channel)]})"
            which = settled if one.id == FROM_SETTINGS else f"watch {one.id}, which can be edited"
            raise BadInput(f"That channel listens to the same already: {which}.", option="channel")
