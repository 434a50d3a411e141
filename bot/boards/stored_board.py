"""Stored boards and their messages, and what boards need of the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.alerts.board_content import BoardContent, BoardPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board that somebody asked for.

    Attributes:
        id: Its number.
        guild: The guild that its channel belongs to.
        channel: The channel of its message.
        providers: Which providers it shows, by their names; none for all of them.
        by: The member who asked for it.
    """

    id: int
    guild: int
    channel: int
    providers: tuple[str, ...] = ()
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMessage:
    """What is stored of a board's message.

    Attributes:
        content: What it shows, or is about to; None if this version can't read it.
        lost: True if it will never be seen: given up, or deleted before its id was known.
        changed_at: When it was sent, or an edit of it was last started.
    """

    content: BoardContent | None = None
    lost: bool = False
    changed_at: datetime | None = None


class BoardStorage(Protocol):
    """Boards and their messages; every method raises ``StorageUnavailable``."""

    async def boards(self) -> tuple[Board, ...]:
        """Return every stored board, the oldest first."""
        ...

    async def add_board(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> int:
        """Store a board, owe its message, and return its number, which no other ever had."""
        ...

    async def remove_board(self, board_id: int, by: int, at: datetime) -> None:
        """Make a board's message say that it is no longer updated, and remove it; for some days it can be restored."""
        ...

    async def removed_board(self, board_id: int) -> Board | None:
        """Return the board that was removed under a number; None if none was, or long ago."""
        ...

    async def restore_board(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> bool:
        """Bring back a board that was removed, under its number, and owe a new message; False where there is none."""
        ...

    async def messages(self, board_ids: Collection[int]) -> Mapping[int, BoardMessage]:
        """Return what is stored of boards' messages, by the numbers of those boards that there are."""
        ...

    async def set_contents(self, contents: Sequence[BoardContent], at: datetime) -> None:
        """Store what boards' messages should show; owe a new message where one is lost. A removed board is ignored.

        If the same content is stored already, the message is edited all the same: it may not show it.
        """
        ...
