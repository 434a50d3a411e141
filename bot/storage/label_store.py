"""Labels of accounts in the database; one method is one transaction.

Every method raises ``StorageUnavailable`` if the database fails, and changes nothing then.
"""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.accounts.account_labels import AccountLabel
from bot.storage import tables
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.database_engine import reading, writing
from bot.storage.provider_rows import account_key


class LabelStore:
    """The part of a ``Store`` that holds labels."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @cancel_shielded
    async def labels(self) -> tuple[AccountLabel, ...]:
        """Return every stored label, also of accounts that are gone."""
        columns = tables.account_label.c
        stored = select(columns.provider, columns.name, columns.label).order_by(columns.provider, columns.key)
        async with reading(self._engine) as connection:
            return tuple(
                AccountLabel(provider=row.provider, account=row.name, label=row.label)
                for row in await connection.execute(stored)
            )

    @cancel_shielded
    async def set_label(self, label: AccountLabel) -> None:
        """Store a label in place of the account's former one."""
        key = account_key(label.account)
        async with writing(self._engine) as connection:
            await _delete(connection, label.provider, key)
            row = {"provider": label.provider, "key": key, "name": label.account, "label": label.label}
            await connection.execute(insert(tables.account_label), row)

    @cancel_shielded
    async def remove_label(self, provider: str, account: str) -> None:
        """Delete an account's label."""
        async with writing(self._engine) as connection:
            await _delete(connection, provider, account_key(account))


async def _delete(connection: AsyncConnection, provider: str, key: str) -> None:
    columns = tables.account_label.c
    await connection.execute(delete(tables.account_label).where(columns.provider == provider, columns.key == key))
