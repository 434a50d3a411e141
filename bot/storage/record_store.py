"""Records of one type in the database, a table for each."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.record_cache import Numbered, RestorableStorage
from bot.storage.record_rows import RecordRows
from bot.storage.transactions import StorePart, reading, writing


class RecordStore(StorePart, RestorableStorage[Numbered]):
    """A part of a ``Store`` that holds the records of one table."""

    _rows: RecordRows[Numbered]

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._now = now

    @override
    async def all(self) -> tuple[Numbered, ...]:
        async with reading(self._engine) as connection:
            return await self._rows.all_there(connection)

    @override
    async def add(self, record: Numbered) -> int:
        async with writing(self._engine) as connection:
            return await self._rows.add(connection, record)

    @override
    async def change(self, record: Numbered) -> None:
        async with writing(self._engine) as connection:
            await self._rows.change(connection, record.id, record)

    @override
    async def remove(self, number: int) -> None:
        async with writing(self._engine) as connection:
            await self._rows.remove(connection, number, self._now())

    @override
    async def removed(self, number: int) -> Numbered | None:
        async with reading(self._engine) as connection:
            return await self._rows.removed(connection, number)

    @override
    async def restore(self, number: int, changed: Numbered | None = None) -> bool:
        async with writing(self._engine) as connection:
            return await self._rows.restore(connection, number, changed)
