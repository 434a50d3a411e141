"""Labels of accounts in the database."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bot.accounts.account_labels import AccountLabel, LabelStorage
from bot.storage import alert_rows, tables
from bot.storage.provider_rows import name_key
from bot.storage.transactions import StorePart, reading, writing


class LabelStore(StorePart, LabelStorage):
    """The part of a ``Store`` that holds labels."""

    @override
    async def labels(self) -> tuple[AccountLabel, ...]:
        columns = tables.account_label.c
        stored = select(columns.provider, columns.name, columns.label).order_by(columns.provider, columns.key)
        async with reading(self._engine) as connection:
            return tuple(
                AccountLabel(provider=row.provider, account=row.name, label=row.label)
                for row in await connection.execute(stored)
            )

    @override
    async def set_label(self, label: AccountLabel) -> None:
        key = name_key(label.account)
        async with writing(self._engine) as connection:
            await _delete(connection, label.provider, key)
            row = {"provider": label.provider, "key": key, "name": label.account, "label": label.label}
            await connection.execute(insert(tables.account_label), row)
            await _outdate(connection, label.provider, label.account)

    @override
    async def remove_label(self, provider: str, account: str) -> None:
        async with writing(self._engine) as connection:
            await _delete(connection, provider, name_key(account))
            await _outdate(connection, provider, account)


async def _delete(connection: AsyncConnection, provider: str, key: str) -> None:
    columns = tables.account_label.c
    await connection.execute(delete(tables.account_label).where(columns.provider == provider, columns.key == key))


async def _outdate(connection: AsyncConnection, provider: str, account: str) -> None:
    """Mark messages that name an account for an edit, unless what they tell is over."""
    columns, offers = tables.alert_state.c, tables.waiter.c
    open_now = (
        select(columns.open_alert).where(columns.provider == provider, columns.open_alert.is_not(None)).distinct(),
        select(offers.alert).where(offers.provider == provider, tables.on_waitlist, offers.alert.is_not(None)),
    )
    keys = [key for each in open_now for key in (await connection.execute(each)).scalars()]
    await alert_rows.outdate(connection, keys, lambda alert: alert.names(provider, account))
