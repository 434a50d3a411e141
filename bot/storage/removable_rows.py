"""Statements for rows with numbers that the database assigns; some, once removed, can be restored for some days.

They are run inside a store's transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection


def is_there(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row was not removed."""
    return table.c.removed_at.is_(None)


async def add_row(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> int:
    """Insert a row, and return its number, which no other ever had."""
    added = await connection.execute(insert(table).returning(table.c.id), row)
    number: int = added.scalar_one()
    return number


async def rows_there(connection: AsyncConnection, table: Table) -> Sequence[Row[*tuple[object, ...]]]:
    """Return the rows that were not removed, in the order of their numbers."""
    return (await connection.execute(select(table).where(is_there(table)).order_by(table.c.id))).all()


async def remove_row(connection: AsyncConnection, table: Table, number: int, at: datetime) -> None:
    """Remove a row; a second time changes nothing."""
    this = update(table).where(table.c.id == number, is_there(table))
    await connection.execute(this.values(removed_at=at))


async def removed_row(connection: AsyncConnection, table: Table, number: int) -> Row[*tuple[object, ...]] | None:
    """Return the row that was removed under a number; None if none was, or long ago."""
    removed = select(table).where(table.c.id == number, ~is_there(table))
    return (await connection.execute(removed)).one_or_none()


async def restore_row(connection: AsyncConnection, table: Table, number: int, **changed: object) -> bool:
    """Bring back a row that was removed, with some columns changed; return False where there is none."""
    removed = update(table).where(table.c.id == number, ~is_there(table))
    return bool((await connection.execute(removed.values(**changed, removed_at=None))).rowcount)
