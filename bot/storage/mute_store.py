"""Mutes in the database."""

from sqlalchemy import delete, select
from typing_extensions import override

from bot.record_cache import RecordStorage
from bot.storage import tables
from bot.storage.record_rows import RecordRows
from bot.storage.transactions import StorePart, reading, writing
from bot.subscriptions.mute import Mute

_MUTES = RecordRows(Mute, tables.mute)


class MuteStore(StorePart, RecordStorage[Mute]):
    """The part of a ``Store`` that holds mutes, ended ones included until they are deleted."""

    @override
    async def all(self) -> tuple[Mute, ...]:
        async with reading(self._engine) as connection:
            return await _MUTES.all_there(connection)

    @override
    async def add(self, mute: Mute) -> int:
        """Store a mute in place of those that it replaces."""
        async with writing(self._engine) as connection:
            stored = await connection.execute(select(tables.mute).where(tables.mute.c.channel == mute.channel))
            replaced = [former.id for former in map(_MUTES.record, stored) if mute.replaces(former)]
            await connection.execute(delete(tables.mute).where(tables.mute.c.id.in_(replaced)))
            return await _MUTES.add(connection, mute)

    @override
    async def remove(self, mute_id: int) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.mute).where(tables.mute.c.id == mute_id))
