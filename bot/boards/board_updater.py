"""Keeps boards up to date: what a board should show is stored whenever that differs.

A board is stored at most every 15 s; what changes sooner is stored at their end. Failed looks reach no listener,
so the latest states are also read every few seconds. The alert sender and the message editor send and edit.
"""

import asyncio
import logging
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.snapshot import Snapshot
from bot.boards.board_content import BoardContent, BoardPart, next_board
from bot.boards.board_registry import Board, BoardMessage, BoardRegistry, BoardStorage
from bot.errors import LeadLost, StorageUnavailable
from bot.event_waiting import wait_at_most

EDIT_EVERY = timedelta(seconds=15)
"""Minimum pause between two edits of a board."""

READ_EVERY = timedelta(seconds=3)
"""Pause between two reads of the latest states."""

RENEW_EVERY = timedelta(hours=1)
"""Minimum pause between two new messages for a board whose message was refused for another reason than its channel."""

_AT_A_TIME = 50
"""Maximum number of boards in a transaction: others wait for the database meanwhile."""

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
        messages: Where the contents of their messages are stored.
        paused: The channels that accept nothing for now.
        wake: Called when a message is owed, or should say something new.
        edit_every: Minimum pause between two edits of a board.
        read_every: Pause between two reads of the latest states.
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
        now: Callable[[], datetime],
    ) -> None:
        self._boards = boards
        self._messages = messages
        self._paused = paused
        self._wake = wake
        self._edit_every = edit_every
        self._read_every = read_every
        self._now = now
        self._shown: dict[int, _Shown] = {}
        self._woken = asyncio.Event()
        self._storage_lost = False

    async def on_snapshot(self, _: Snapshot, /) -> None:
        """Wake up: a good look may have changed what boards show."""
        self._woken.set()  # nothing more: no look waits for boards

    def redraw(self) -> None:
        """Edit every board even if it shows the same: an account was renamed."""
        for board in self._boards.all():  # also one that was made since the last update
            self._shown.setdefault(board.id, _Shown()).outdated = True
        self._woken.set()

    async def run(self) -> None:
        """Keep every board up to date until cancelled."""
        while True:
            self._woken.clear()
            await self.update_all()
            await wait_at_most(self._woken, self._read_every.total_seconds())

    async def update_all(self) -> None:
        """Update every board that may be changed now; what goes wrong with one is logged. Raises ``LeadLost``."""
        boards = self._boards.all()
        self._shown = {board.id: self._shown.get(board.id) or _Shown() for board in boards}
        try:
            for first in range(0, len(boards), _AT_A_TIME):
                await self._update_each(boards[first : first + _AT_A_TIME])
        except LeadLost:
            raise
        except StorageUnavailable as problem:
            self._note_storage(problem)
            return
        self._note_storage(None)

    def _is_due(self, board: Board, parts: tuple[BoardPart, ...], now: datetime) -> bool:
        """Return whether a board may need an edit now, without asking the database."""
        shown = self._shown[board.id]
        if board.channel in self._paused:
            shown.outdated = True
            return False
        # Most reads end here, or at the next condition: nobody has looked since the last one.
        if parts == shown.compared and shown.content is not None and not shown.outdated:
            return False
        new = shown.content is None or shown.outdated or next_board(shown.content, board.id, parts) != shown.content
        shown.compared = None if new else parts
        return new and not _within(self._edit_every, shown.at, now)

    async def _update_each(self, boards: Sequence[Board]) -> None:
        """Update boards together; where that fails in an unexpected way, one by one."""
        try:
            await self._update(boards)
        except StorageUnavailable:
            raise
        except Exception:
            if len(boards) > 1:
                for board in boards:
                    await self._update_each([board])
                return
            shown = self._shown[boards[0].id]
            if not shown.failed:
                log.exception("Board %d can't be kept up to date; please report it.", boards[0].id)
            shown.failed, shown.at = True, self._now()

    async def _update(self, boards: Sequence[Board]) -> None:
        """Store what the boards that are due should show, where that differs from what is stored of their messages."""
        now = self._now()
        # This runs every few seconds, mostly for nothing: boards of the same providers share what they show.
        parts = {one.providers: self._boards.parts(one) for one in {one.providers: one for one in boards}.values()}
        due = [board for board in boards if self._is_due(board, parts[board.providers], now)]
        if not due:
            return
        messages = await self._messages.messages([board.id for board in due])
        wanted = {
            board.id: content
            for board in due
            if (message := messages.get(board.id)) is not None  # else it was removed meanwhile
            and (content := self._wanted(board, message, parts[board.providers], now)) is not None
        }
        if not wanted:
            return
        try:
            await self._messages.set_contents(list(wanted.values()), now)
        finally:
            # Once for all of them, since each time the database is asked what there is to do; and after a failure as
            # well, since the answer to a COMMIT may have been lost.
            self._wake()
        for number, content in wanted.items():
            shown = self._shown[number]
            shown.content, shown.at, shown.outdated, shown.failed = content, now, False, False

    def _wanted(
        self, board: Board, message: BoardMessage, parts: tuple[BoardPart, ...], now: datetime
    ) -> BoardContent | None:
        """Return the content that must be stored for a board; None if nothing must be, or not now."""
        shown = self._shown[board.id]
        shown.content = message.content
        if message.lost:
            # After a pause of its channel at once: there is a reason to believe that it works now.
            if not shown.outdated and _within(RENEW_EVERY, shown.renewed_at, now):
                shown.at = now
                return None
            shown.renewed_at = now
            log.info("Board %d in channel %d gets a new message.", board.id, board.channel)
        elif _within(self._edit_every, message.changed_at, now):
            # It was edited later than it was stored.
            shown.at = message.changed_at
            return None
        wanted = next_board(message.content, board.id, parts)
        # After a pause also where the same is stored already: the message may not show it.
        return wanted if message.lost or shown.outdated or wanted != message.content else None

    def _note_storage(self, problem: StorageUnavailable | None) -> None:
        if problem is not None and not self._storage_lost:
            log.error("Boards stay as they are until the database answers again: %s", problem)
        if problem is None and self._storage_lost:
            log.info("Boards are kept up to date again: the database answers.")
        self._storage_lost = problem is not None


def _within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """Return whether less than ``span`` has gone by; False if the clock was set back, so that nothing waits for it."""
    return since is not None and timedelta() <= now - since < span
