"""Watches in the database, a column for each field."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Row, update
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.storage import tables
from bot.storage.record_adapter import RowAdapter
from bot.storage.row_statements import add_row, remove_row, removed_row, restore_row, rows_there
from bot.storage.transactions import StorePart, reading, writing
from bot.subscriptions.quiet_hours import QuietHours, read_quiet_hours
from bot.subscriptions.watch import Watch
from bot.subscriptions.watch_registry import WatchStorage

_log = logging.getLogger(__name__)
_WATCHES = RowAdapter(Watch, tables.watch, "removed_at")


class WatchStore(StorePart, WatchStorage):
    """The part of a ``Store`` that holds watches."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._now = now

    @override
    async def watches(self) -> tuple[Watch, ...]:
        async with reading(self._engine) as connection:
            return tuple(_watch(row) for row in await rows_there(connection, tables.watch))

    @override
    async def add_watch(self, watch: Watch) -> int:
        async with writing(self._engine) as connection:
            return await add_row(connection, tables.watch, _row(watch))

    @override
    async def change_watch(self, watch: Watch) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(update(tables.watch).where(tables.watch.c.id == watch.id), _row(watch))

    @override
    async def remove_watch(self, watch_id: int) -> None:
        async with writing(self._engine) as connection:
            await remove_row(connection, tables.watch, watch_id, self._now())

    @override
    async def removed_watch(self, watch_id: int) -> Watch | None:
        async with reading(self._engine) as connection:
            row = await removed_row(connection, tables.watch, watch_id)
        return None if row is None else _watch(row)

    @override
    async def restore_watch(self, watch_id: int) -> bool:
        async with writing(self._engine) as connection:
            return await restore_row(connection, tables.watch, watch_id)


def _row(watch: Watch) -> dict[str, object]:
    return _WATCHES.write(watch, quiet=None if watch.quiet is None else str(watch.quiet))


def _watch(row: Row[*tuple[object, ...]]) -> Watch:
    return _WATCHES.read(row, quiet=None if row.quiet is None else _quiet(row.id, row.quiet))


def _quiet(watch_id: int, stored: str) -> QuietHours | None:
    """Return quiet hours; None, with a line in the log, if the system no longer knows their time zone."""
    try:
        return read_quiet_hours(stored)
    except ValueError as problem:
        _log.error("Watch %d has no quiet hours for now, as %s can't be read: %s", watch_id, stored, problem)
        return None
