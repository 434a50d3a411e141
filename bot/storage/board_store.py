"""Boards in the database, and what their messages should show.

A board's message is an alert and is delivered like any other. The board's row names the alert; if that continues in
another, the row names the new one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.boards.board_content import BoardContent, BoardPart
from bot.boards.board_registry import Board, BoardMessage, BoardStorage, board_alert, board_key
from bot.storage import alert_rows, tables
from bot.storage.column_types import AnyRow
from bot.storage.record_rows import RecordRows
from bot.storage.transactions import StorePart, reading, writing

_BOARDS = RecordRows(
    Board,
    tables.board,
    "alert",
    texts=lambda board: {"providers": ",".join(board.providers)},
    parsed=lambda row: {"providers": tuple(filter(None, row.providers.split(",")))},
)


class BoardStore(StorePart, BoardStorage):
    """The part of a ``Store`` that holds boards."""

    @override
    async def all(self) -> tuple[Board, ...]:
        async with reading(self._engine) as connection:
            return await _BOARDS.all_there(connection)

    @override
    async def add(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> int:
        async with writing(self._engine) as connection:
            number = await _BOARDS.add(connection, board)
            await _owe(connection, replace(board, id=number), parts, board_key(number), at)
            return number

    @override
    async def messages(self, board_ids: Collection[int]) -> dict[int, BoardMessage]:
        async with reading(self._engine) as connection:
            rows = (await connection.execute(_these(board_ids))).all()
            told = await alert_rows.current(connection, _keys(rows))
        return {row.id: _message(told.get(row.alert)) for row in rows}

    @override
    async def set_contents(self, contents: Sequence[BoardContent], at: datetime) -> None:
        async with writing(self._engine) as connection:
            rows = {
                row.id: row for row in await connection.execute(_these([one.id for one in contents]).with_for_update())
            }
            told = await alert_rows.current(connection, _keys(rows.values()), lock=True)
            anew: list[dict[str, object]] = []
            rewritten: list[tuple[int, Alert]] = []
            moved: list[dict[str, object]] = []
            for content in contents:
                if (row := rows.get(content.id)) is None:
                    continue
                there = told.get(row.alert)
                if there is None or _is_lost(there):
                    key = board_key(content.id, "again", at)
                    anew.append(alert_rows.alert_row(board_alert(_BOARDS.record(row), content, key, at), at))
                else:
                    key = there.key
                    rewritten.append((there.id, board_alert(_BOARDS.record(row), content, key, at)))
                if key != row.alert:
                    moved.append({"board_id": content.id, "new_alert": key})
            await alert_rows.owe(connection, anew)
            await alert_rows.say_anew(connection, rewritten)
            # With the row at the current alert, those that continued in it may be deleted.
            await _point(connection, moved)

    @override
    async def remove(self, board_id: int, by: int, at: datetime) -> None:
        async with writing(self._engine) as connection:
            row = (await connection.execute(_these([board_id]).with_for_update())).one_or_none()
            if row is None:
                return
            there = (await alert_rows.current(connection, _keys([row]), lock=True)).get(row.alert)
            if there is not None and not _is_lost(there):
                last = BoardContent(id=board_id, removed_by=by)
                await alert_rows.say_anew(
                    connection, [(there.id, board_alert(_BOARDS.record(row), last, there.key, at))]
                )
            this = update(tables.board).where(tables.board.c.id == board_id)
            await connection.execute(this.values(removed_at=at, alert=None))

    @override
    async def removed(self, board_id: int) -> Board | None:
        async with reading(self._engine) as connection:
            return await _BOARDS.removed(connection, board_id)

    @override
    async def restore(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> bool:
        async with writing(self._engine) as connection:
            if not await _BOARDS.restore(connection, board.id, board):
                return False
            await _owe(connection, board, parts, board_key(board.id, "restored", at), at)
            return True


async def _owe(connection: AsyncConnection, board: Board, parts: Sequence[BoardPart], key: str, at: datetime) -> None:
    alert = board_alert(board, BoardContent(id=board.id, parts=tuple(parts)), key, at)
    await alert_rows.owe(connection, [alert_rows.alert_row(alert, at)])
    await _point(connection, [{"board_id": board.id, "new_alert": key}])


def _these(board_ids: Collection[int]) -> Select[*tuple[object, ...]]:
    numbered = tables.board.c.id.in_(board_ids)
    return select(tables.board).where(numbered, _BOARDS.is_there()).order_by(tables.board.c.id)


def _keys(boards: Iterable[AnyRow]) -> list[str]:
    return [row.alert for row in boards if row.alert is not None]


def _message(told: AnyRow | None) -> BoardMessage:
    if told is None:
        return BoardMessage(lost=True)
    alert = alert_rows.read_alert(told.body)
    return BoardMessage(
        content=alert.content if alert is not None and isinstance(alert.content, BoardContent) else None,
        lost=_is_lost(told),
        changed_at=told.edited_at or told.told_at,
    )


def _is_lost(told: AnyRow) -> bool:
    return told.given_up_at is not None or (told.told_at is not None and told.message_id is None)


async def _point(connection: AsyncConnection, moved: Sequence[dict[str, object]]) -> None:
    if moved:
        board = update(tables.board).where(tables.board.c.id == bindparam("board_id"))
        await connection.execute(board.values(alert=bindparam("new_alert")), moved)
