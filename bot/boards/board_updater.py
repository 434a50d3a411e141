"""Boards kept up to date: what one shows is stored whenever that says something new.

That is at most every 15 s; what changed sooner is stored as soon as they are over. Looks that fail are heard of by
nobody, so what is known is read every few seconds as well. Not here: what says something new (``alerts.showing``), how
a message is sent, edited and sent again (``outbox``, ``editor``).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.snapshot import Snapshot
from bot.alerts.board_content import Board, BoardContent
from bot.boards.board_registry import BoardRegistry
from bot.boards.next_board import next_board
from bot.boards.stored_board import BoardStorage
from bot.errors import StorageUnavailable

EDIT_EVERY = timedelta(seconds=15)
"""No board is edited more often."""

READ_EVERY = timedelta(seconds=3)

ANEW_EVERY = timedelta(hours=1)
"""A message that Discord refuses for another reason than its channel is tried again so often."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Shown:
    """What was last stored of a board.

    Attributes:
        says: What its message says; None where that must be read first.
        at: When it was stored; nothing new is within ``EDIT_EVERY`` of it.
        paused: Whether its channel took nothing in the meantime.
        anew_at: When a new message was last owed in place of a lost one.
        failed: Whether something went wrong here that nobody expected.
    """

    says: BoardContent | None = None
    at: datetime | None = None
    paused: bool = False
    anew_at: datetime | None = None
    failed: bool = False


class BoardUpdater:
    """Keeps boards up to date.

    Args:
        boards: Which there are, and what there is to show.
        messages: Where it is stored what they show.
        paused: The channels that take nothing for now.
        owing: Called when a message is owed, or should say something new.
        now: The clock.
    """

    def __init__(
        self,
        boards: BoardRegistry,
        messages: BoardStorage,
        *,
        paused: Container[int],
        owing: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._boards = boards
        self._messages = messages
        self._paused = paused
        self._owing = owing
        self._now = now
        self._shown: dict[int, _Shown] = {}
        self._looked = asyncio.Event()
        self._forgetful = False

    async def on_snapshot(self, _snapshot: Snapshot, _previous_at: datetime | None, /) -> None:
        """Wake up: a good look may have changed what boards show."""
        self._looked.set()  # nothing more: no look waits for boards

    async def run(self) -> None:
        """Keep every board up to date until cancelled."""
        while True:
            self._looked.clear()
            await self.turn()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(READ_EVERY.total_seconds()):
                    await self._looked.wait()

    async def turn(self) -> None:
        """Bring every board up to date that may be changed now; what goes wrong with one is logged."""
        boards = self._boards.all()
        self._shown = {board.id: self._shown.get(board.id) or _Shown() for board in boards}
        for board in boards:
            shown = self._shown[board.id]
            try:
                await self._refresh(board, shown)
            except StorageUnavailable as problem:
                self._note_store(problem)
                return
            except Exception:
                if not shown.failed:
                    log.exception("Board %d can't be kept up to date; please report it.", board.id)
                shown.failed, shown.at = True, self._now()
        self._note_store(None)

    async def _refresh(self, board: Board, shown: _Shown) -> None:
        if board.channel in self._paused:
            shown.paused = True
            return
        now, parts = self._now(), self._boards.parts(board)
        new = shown.says is None or shown.paused or next_board(shown.says, board.id, parts) != shown.says
        if not new or _within(EDIT_EVERY, shown.at, now):
            return
        message = await self._messages.message(board.id)
        if message is None:  # removed meanwhile
            return
        shown.says = message.says
        if message.lost:
            if not shown.paused and _within(ANEW_EVERY, shown.anew_at, now):
                shown.at = now
                return
            shown.anew_at = now
            log.info("Board %d in channel %d gets a new message.", board.id, board.channel)
        elif _within(EDIT_EVERY, message.changed_at, now):
            shown.at = message.changed_at
            return
        wanted = next_board(message.says, board.id, parts)
        if message.lost or shown.paused or wanted != message.says:
            await self._messages.say(board.id, wanted, now)
            shown.says, shown.at, shown.paused, shown.failed = wanted, now, False, False
            self._owing()

    def _note_store(self, problem: StorageUnavailable | None) -> None:
        if problem is not None and not self._forgetful:
            log.error("Boards stay as they are until the database answers again: %s", problem)
        if problem is None and self._forgetful:
            log.info("Boards are kept up to date again: the database answers.")
        self._forgetful = problem is not None


def _within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """Tell whether less time has gone by; where the clock was set back, nobody waits for it."""
    return since is not None and timedelta() <= now - since < span
