"""Keeps boards up to date: what a board should show is stored whenever that differs.

That is at most every 15 s for a board; what changed sooner is stored once they are over. Failed looks reach no
listener, so the latest states are read every few seconds as well. The outbox and the message editor send and edit.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.snapshot import Snapshot
from bot.alerts.board_content import Board, BoardContent, BoardPart
from bot.boards.board_registry import BoardRegistry
from bot.boards.next_board import next_board
from bot.boards.stored_board import BoardStorage
from bot.errors import StorageUnavailable

EDIT_EVERY = timedelta(seconds=15)
"""Minimum pause between two edits of a board."""

READ_EVERY = timedelta(seconds=3)
"""Pause between two reads of the latest states."""

RENEW_EVERY = timedelta(hours=1)
"""Minimum pause between two new messages for a board whose message was refused for another reason than its channel."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Shown:
    """What was last stored of a board.

    Attributes:
        content: What its message shows; None if that must be read first.
        at: When it was stored; nothing new is stored within ``EDIT_EVERY`` of it.
        outdated: True if its message may not show what is stored: its channel accepted nothing, or names changed.
        renewed_at: When a new message was last owed in place of a lost one.
        failed: True if something unexpected went wrong.
        compared: What there was to show when it was last found to need no edit.
    """

    content: BoardContent | None = None
    at: datetime | None = None
    outdated: bool = False
    renewed_at: datetime | None = None
    failed: bool = False
    compared: tuple[BoardPart, ...] | None = None


class BoardUpdater:
    """Keeps boards up to date.

    Args:
        boards: The boards, and what there is to show.
        messages: Where it is stored what they show.
        paused: The channels that accept nothing for now.
        wake: Called when a message is owed, or should say something new.
        edit_every: Minimum pause between two edits of a board.
        read_every: Pause between two reads of the latest states.
        renew_every: Minimum pause between two new messages for a board whose message is lost.
        now: The clock.
    """

    def __init__(
        self,
        boards: BoardRegistry,
        messages: BoardStorage,
        *,
        paused: Container[int],
        wake: Callable[[], None],
        edit_every: timedelta = EDIT_EVERY,
        read_every: timedelta = READ_EVERY,
        renew_every: timedelta = RENEW_EVERY,
        now: Callable[[], datetime],
    ) -> None:
        self._boards = boards
        self._messages = messages
        self._paused = paused
        self._wake = wake
        self._edit_every = edit_every
        self._read_every = read_every
        self._renew_every = renew_every
        self._now = now
        self._shown: dict[int, _Shown] = {}
        self._woken = asyncio.Event()
        self._storage_lost = False

    async def on_snapshot(self, _snapshot: Snapshot, _previous_at: datetime | None, /) -> None:
        """Wake up: a good look may have changed what boards show."""
        self._woken.set()  # nothing more: no look waits for boards

    def redraw(self) -> None:
        """Edit every board, though it shows the same: an account is called otherwise."""
        for shown in self._shown.values():
            shown.outdated = True
        self._woken.set()

    async def run(self) -> None:
        """Keep every board up to date until cancelled."""
        while True:
            self._woken.clear()
            await self.update_all()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._read_every.total_seconds()):
                    await self._woken.wait()

    async def update_all(self) -> None:
        """Update every board that may be changed now; what goes wrong with one is logged."""
        boards = self._boards.all()
        self._shown = {board.id: self._shown.get(board.id) or _Shown() for board in boards}
        for board in boards:
            shown = self._shown[board.id]
            try:
                await self._update(board, shown)
            except StorageUnavailable as problem:
                self._note_storage(problem)
                return
            except Exception:
                if not shown.failed:
                    log.exception("Board %d can't be kept up to date; please report it.", board.id)
                shown.failed, shown.at = True, self._now()
        self._note_storage(None)

    async def _update(self, board: Board, shown: _Shown) -> None:
        if board.channel in self._paused:
            shown.outdated = True
            return
        now, parts = self._now(), self._boards.parts(board)
        # Most reads end here, or at the next condition: nobody has looked since the last one.
        if parts == shown.compared and shown.content is not None and not shown.outdated:
            return
        # Without asking the database.
        new = shown.content is None or shown.outdated or next_board(shown.content, board.id, parts) != shown.content
        shown.compared = None if new else parts
        if not new or _within(self._edit_every, shown.at, now):
            return
        message = await self._messages.message(board.id)
        if message is None:  # removed meanwhile
            return
        shown.content = message.content
        if message.lost:
            # After a pause of its channel at once: there is a reason to believe that it works now.
            if not shown.outdated and _within(self._renew_every, shown.renewed_at, now):
                shown.at = now
                return
            shown.renewed_at = now
            log.info("Board %d in channel %d gets a new message.", board.id, board.channel)
        elif _within(self._edit_every, message.changed_at, now):
            # It was edited later than it was stored.
            shown.at = message.changed_at
            return
        wanted = next_board(message.content, board.id, parts)
        # After a pause also where the same is stored already: the message may not show it.
        if message.lost or shown.outdated or wanted != message.content:
            await self._messages.set_content(board.id, wanted, now)
            shown.content, shown.at, shown.outdated, shown.failed = wanted, now, False, False
            self._wake()

    def _note_storage(self, problem: StorageUnavailable | None) -> None:
        if problem is not None and not self._storage_lost:
            log.error("Boards stay as they are until the database answers again: %s", problem)
        if problem is None and self._storage_lost:
            log.info("Boards are kept up to date again: the database answers.")
        self._storage_lost = problem is not None


def _within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """Return whether less time has gone by; False if the clock was set back, so that nothing waits for it."""
    return since is not None and timedelta() <= now - since < span
