"""Watches in the database, a column for each field."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.storage import tables
from bot.storage.record_table import RecordTable
from bot.storage.transactions import StorePart, reading, writing
from bot.subscriptions.quiet_hours import stored_quiet_hours
from bot.subscriptions.watch import Watch
from bot.subscriptions.watch_registry import WatchStorage

_WATCHES = RecordTable(
    Watch,
    tables.watch,
    "removed_at",
    texts=lambda watch: {"quiet": None if watch.quiet is None else str(watch.quiet)},
    parsed=lambda row: {"quiet": None if row.quiet is None else stored_quiet_hours(row.quiet, row.id)},
)


class WatchStore(StorePart, WatchStorage):
    """The part of a ``Store`` that holds watches."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._now = now

    @override
    async def watches(self) -> tuple[Watch, ...]:
        async with reading(self._engine) as connection:
            return await _WATCHES.all_there(connection)

    @override
    async def add_watch(self, watch: Watch) -> int:
        async with writing(self._engine) as connection:
            return await _WATCHES.add(connection, watch)

    @override
    async def change_watch(self, watch: Watch) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(update(tables.watch).where(tables.watch.c.id == watch.id), _WATCHES.row(watch))

    @override
    async def remove_watch(self, watch_id: int) -> None:
        async with writing(self._engine) as connection:
            await _WATCHES.remove(connection, watch_id, self._now())

    @override
    async def removed_watch(self, watch_id: int) -> Watch | None:
        async with reading(self._engine) as connection:
            return await _WATCHES.removed(connection, watch_id)

    @override
    async def restore_watch(self, watch_id: int) -> bool:
        async with writing(self._engine) as connection:
            return await _WATCHES.restore(connection, watch_id)
