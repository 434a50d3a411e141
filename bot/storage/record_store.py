"""Records of one type in the database, a table for each."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.storage.record_table import RecordTable
from bot.storage.transactions import StorePart, reading, writing
from bot.stored_records import Numbered, RecordStorage


class RecordStore(StorePart, RecordStorage[Numbered]):
    """A part of a ``Store`` that holds the records of one table."""

    _table: RecordTable[Numbered]

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._now = now

    @override
    async def all(self) -> tuple[Numbered, ...]:
        async with reading(self._engine) as connection:
            return await self._table.all_there(connection)

    @override
    async def add(self, record: Numbered) -> int:
        async with writing(self._engine) as connection:
            return await self._table.add(connection, record)

    @override
    async def change(self, record: Numbered) -> None:
        async with writing(self._engine) as connection:
            await self._table.change(connection, record.id, record)

    @override
    async def remove(self, number: int) -> None:
        async with writing(self._engine) as connection:
            await self._table.remove(connection, number, self._now())

    @override
    async def removed(self, number: int) -> Numbered | None:
        async with reading(self._engine) as connection:
            return await self._table.removed(connection, number)

    @override
    async def restore(self, number: int, changed: Numbered | None = None) -> bool:
        async with writing(self._engine) as connection:
            return await self._table.restore(connection, number, changed)
