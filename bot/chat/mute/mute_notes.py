"""The notes in alerts' messages that say who muted them with their button, and until when."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from bot.errors import StorageUnavailable
from bot.subscriptions.mute import Mute, MuteRegistry

log = logging.getLogger(__name__)


class MuteNotes:
    """Keeps the notes true while mutes change; the editor edits the messages.

    Args:
        mutes: All mutes.
        note: Stores the mute that an alert's message should name, or None for no mute; raises ``StorageUnavailable``.
        wake: Wakes the editor.
    """

    def __init__(
        self, mutes: MuteRegistry, note: Callable[[str, Mute | None], Awaitable[None]], *, wake: Callable[[], None]
    ) -> None:
        self._mutes = mutes
        self._note = note
        self._wake = wake
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def updating(self, channel: int) -> AsyncIterator[None]:
        """Let the block change the mutes of a channel, then note what differs.

        A note that can't be stored is logged and left out: the mute itself counts.
        """
        # What the block checks must still hold when it stores, so that nobody else changes mutes meanwhile.
        async with self._one_at_a_time:
            before = self._wanted(channel)
            try:
                yield
            finally:
                # Even a block that fails halfway has changed some mutes.
                await self._update(before, self._wanted(channel))

    async def remove_ended(self, channel: int, key: str) -> None:
        """Remove the note from an alert's message, unless a mute made with its button still holds."""
        async with self._one_at_a_time:
            if key not in self._wanted(channel):
                await self._store({key: None})

    async def _update(self, before: Mapping[str, Mute], after: Mapping[str, Mute]) -> None:
        differing = [key for key in {**before, **after} if _reads(before.get(key)) != _reads(after.get(key))]
        await self._store({key: after.get(key) for key in differing})

    async def _store(self, notes: Mapping[str, Mute | None]) -> None:
        try:
            for key, mute in notes.items():
                await self._note(key, mute)
        except StorageUnavailable as problem:
            log.warning("A message could not be marked as muted: %s", problem)
        if notes:
            self._wake()

    def _wanted(self, channel: int) -> dict[str, Mute]:
        """Return the mute that each of the channel's messages should name: of several, the one that holds longest."""
        by_length = sorted(self._mutes.in_channel(channel), key=lambda mute: mute.until)
        return {mute.alert: mute for mute in by_length if mute.alert is not None}


def _reads(mute: Mute | None) -> object:
    """Return what a note says: two mutes by the same member until the same moment read the same."""
    return None if mute is None else (mute.by, mute.until)
