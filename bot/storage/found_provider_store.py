"""Found providers in the database."""

from sqlalchemy import delete, insert, select, union
from typing_extensions import override

from bot.polling.found_provider import FoundProvider, FoundProviderStorage
from bot.storage import tables
from bot.storage.record_rows import RecordRows
from bot.storage.transactions import StorePart, reading, writing

_FOUND = RecordRows(FoundProvider, tables.found_provider)


class FoundProviderStore(StorePart, FoundProviderStorage):
    """The part of a ``Store`` that holds found providers, and knows of which providers anything is stored."""

    @override
    async def found_providers(self) -> tuple[FoundProvider, ...]:
        async with reading(self._engine) as connection:
            return await _FOUND.all_there(connection)

    @override
    async def remembered_providers(self) -> tuple[str, ...]:
        named = union(select(tables.account.c.provider), select(tables.alert_state.c.provider)).subquery()
        async with reading(self._engine) as connection:
            return tuple((await connection.execute(select(named.c.provider).order_by(named.c.provider))).scalars())

    @override
    async def save_found(self, found: FoundProvider) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.found_provider).where(tables.found_provider.c.name == found.name))
            await connection.execute(insert(tables.found_provider), _FOUND.row(found))

    @override
    async def delete_found(self, name: str) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.found_provider).where(tables.found_provider.c.name == name))
