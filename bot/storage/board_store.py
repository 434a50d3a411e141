"""Boards in the database, and what their messages should show; one method is one transaction.

A board's message is an alert like any other, and delivered as one. The board's row names the alert; if that continues
in another, so does the board. Every method raises ``StorageUnavailable`` if the database fails, and changes nothing
then.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.alerts.board_content import Board, BoardContent, BoardPart
from bot.boards.next_board import board_alert, board_key
from bot.boards.stored_board import BoardMessage
from bot.storage import alert_rows, alert_writes, tables
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.database_engine import reading, writing

_Columns = Row[*tuple[object, ...]]


class BoardStore:
    """The part of a ``Store`` that holds boards."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @cancel_shielded
    async def boards(self) -> tuple[Board, ...]:
        """Return every stored board, the oldest first."""
        async with reading(self._engine) as connection:
            stored = await connection.execute(select(tables.board).order_by(tables.board.c.id))
            return tuple(_board(row) for row in stored)

    @cancel_shielded
    async def add_board(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> int:
        """Store a board, owe its message, and return its number, which no other ever had."""
        async with writing(self._engine) as connection:
            added = await connection.execute(insert(tables.board).returning(tables.board.c.id), _row(board))
            number: int = added.scalar_one()
            key = board_key(number)
            alert = board_alert(board, BoardContent(id=number, parts=tuple(parts)), key, at)
            await alert_writes.owe(connection, [alert_rows.alert_row(alert, at)])
            await _point(connection, number, key)
            return number

    @cancel_shielded
    async def message(self, board_id: int) -> BoardMessage | None:
        """Return what is stored of a board's message; None if there is no such board."""
        async with reading(self._engine) as connection:
            board = await _stored(connection, board_id)
            if board is None:
                return None
            told = await _told(connection, board.alert)
        if told is None:
            return BoardMessage(lost=True)
        alert = alert_rows.readable_alert(told.body)
        return BoardMessage(
            content=alert.content if alert is not None and isinstance(alert.content, BoardContent) else None,
            lost=_is_lost(told),
            changed_at=told.edited_at or told.told_at,
        )

    @cancel_shielded
    async def set_content(self, board_id: int, board: BoardContent, at: datetime) -> None:
        """Store what a board's message should show; owe a new message if it is lost. Nothing happens without the board.

        If the same content is stored already, the message is edited all the same: it may not show it.
        """
        async with writing(self._engine) as connection:
            row = await _stored(connection, board_id, lock=True)
            if row is None:
                return
            told = await _told(connection, row.alert, lock=True)
            if told is None or _is_lost(told):
                key = board_key(board_id, "again", at)
                await alert_writes.owe(connection, [alert_rows.alert_row(board_alert(_board(row), board, key, at), at)])
            else:
                key = told.key
                await _rewrite(connection, told, _board(row), board, at)
            # Alerts that it continued in before may now be deleted.
            await _point(connection, board_id, key)

    @cancel_shielded
    async def remove_board(self, board_id: int, by: int, at: datetime) -> None:
        """Make a board's message say that it is no longer updated, and delete the board."""
        async with writing(self._engine) as connection:
            row = await _stored(connection, board_id, lock=True)
            if row is None:
                return
            told = await _told(connection, row.alert, lock=True)
            if told is not None and not _is_lost(told):
                await _rewrite(connection, told, _board(row), BoardContent(id=board_id, removed_by=by), at)
            await connection.execute(delete(tables.board).where(tables.board.c.id == board_id))


async def _stored(connection: AsyncConnection, board_id: int, *, lock: bool = False) -> _Columns | None:
    wanted = select(tables.board).where(tables.board.c.id == board_id)
    return (await connection.execute(wanted.with_for_update() if lock else wanted)).one_or_none()


async def _told(connection: AsyncConnection, key: str | None, *, lock: bool = False) -> _Columns | None:
    """Return the alert of a board's message: the one named, or the last of those that it continues in."""
    told: _Columns | None = None
    while key is not None:
        wanted = select(tables.alert).where(tables.alert.c.key == key)
        told = (await connection.execute(wanted.with_for_update() if lock else wanted)).one_or_none()
        key = None if told is None else told.continued_in
    return told


def _is_lost(told: _Columns) -> bool:
    return told.given_up_at is not None or (told.told_at is not None and told.message_id is None)


async def _rewrite(connection: AsyncConnection, told: _Columns, kept: Board, board: BoardContent, at: datetime) -> None:
    body = alert_rows.alert_body(board_alert(kept, board, told.key, at))
    this = update(tables.alert).where(tables.alert.c.id == told.id)
    await connection.execute(this.values(body=body, version=tables.alert.c.version + 1))


async def _point(connection: AsyncConnection, board_id: int, key: str) -> None:
    await connection.execute(update(tables.board).where(tables.board.c.id == board_id).values(alert=key))


def _row(board: Board) -> dict[str, object]:
    return {
        "guild": board.guild,
        "channel": board.channel,
        "providers": ",".join(board.providers),
        "by": board.by,
    }


def _board(row: _Columns) -> Board:
    return Board(
        id=row.id,
        guild=row.guild,
        channel=row.channel,
        providers=tuple(filter(None, row.providers.split(","))),
        by=row.by,
    )
