"""What messages say of mutes: who muted with a message's button what it tells of, and until when."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from bot.errors import StorageUnavailable
from bot.subscriptions.mute import Mute
from bot.subscriptions.mute_registry import MuteRegistry

log = logging.getLogger(__name__)


class NoteStore(Protocol):
    """Where it is stored what a message should say; raises ``StorageUnavailable``."""

    async def note_muted(self, key: str, mute: Mute | None) -> None:
        """Let an alert say who muted what it tells of, or no more that anybody did."""
        ...


class MuteNotes:
    """Keeps what messages say of mutes true while mutes change; the messages themselves are edited by the editor.

    Args:
        mutes: All mutes.
        store: Where it is stored.
        wake: Called after that changed.
    """

    def __init__(self, mutes: MuteRegistry, store: NoteStore, *, wake: Callable[[], None]) -> None:
        self._mutes = mutes
        self._store = store
        self._wake = wake
        self._one_at_a_time = asyncio.Lock()  # what was checked must still hold once it is stored

    @asynccontextmanager
    async def kept(self, channel: int) -> AsyncIterator[None]:
        """Let the block change the mutes of a channel, nobody else meanwhile; then note what differs, if it can be."""
        async with self._one_at_a_time:
            before = self._owed(channel)
            try:
                yield
            finally:
                await self._note(before, self._owed(channel))

    async def _note(self, before: dict[str, Mute], after: dict[str, Mute]) -> None:
        differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        try:
            for key in differing:
                await self._store.note_muted(key, after.get(key))
        except StorageUnavailable as problem:
            log.warning("A message does not show what is muted: %s", problem)
        if differing:
            self._wake()

    def _owed(self, channel: int) -> dict[str, Mute]:
        """Tell what the channel's messages should say, by the alert's key; of several mutes, what holds longest."""
        by_length = sorted(self._mutes.in_channel(channel), key=lambda mute: mute.until)
        return {mute.alert: mute for mute in by_length if mute.alert is not None}
