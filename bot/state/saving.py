"""The statements of one save, which write only what differs; the transaction around them is ``store``'s."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state import rows, tables


async def keep_health(connection: AsyncConnection, row: dict[str, object]) -> None:
    """Make a provider's row this one."""
    same = tables.provider.c.name == row["name"]
    stored = (await connection.execute(select(tables.provider).where(same))).one_or_none()
    if stored is None:
        await connection.execute(insert(tables.provider), row)
    elif stored._asdict() != row:
        await connection.execute(update(tables.provider).where(same), row)


async def keep_accounts(connection: AsyncConnection, provider: str, wanted: Sequence[dict[str, object]]) -> None:
    """Make a provider's accounts these rows."""
    own = tables.account.c.provider == provider
    stored = await connection.execute(select(tables.account).where(own))
    difference = rows.compare_accounts((row._asdict() for row in stored), wanted)
    if difference.outdated:
        outdated = delete(tables.account).where(own, tables.account.c.key == bindparam("outdated"))
        await connection.execute(outdated, [{"outdated": key} for key in difference.outdated])
    if difference.fresh:
        await connection.execute(insert(tables.account), difference.fresh)


async def owe(connection: AsyncConnection, wanted: Sequence[dict[str, object]]) -> None:
    """Add alerts in their order, save those that are there already."""
    for row in wanted:  # one by one: their ids are their order
        same = select(tables.alert.c.id).where(tables.alert.c.key == row["key"])
        if (await connection.execute(same)).one_or_none() is None:
            await connection.execute(insert(tables.alert), row)
