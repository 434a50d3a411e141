"""Statements that several stores share, to be run inside a store's transaction.

Rows with numbers that the database assigns, of which some, once removed, can be restored for some days; and many rows
in batches, made in slices, so that commands are answered meanwhile.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Row, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

MOST_ROWS = 1_000
"""Maximum number of rows, or of keys, in a statement. SQLite takes 32,766 parameters in a statement
(https://www.sqlite.org/limits.html#max_variable_number), PostgreSQL 32,767.
"""

HEAVY = 4_000_000
"""Characters of bodies that end a batch: making more takes seconds, and a server ends what idles in a transaction."""

SLICE = 0.005
"""Seconds of making rows after which others are attended to."""

T = TypeVar("T")


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


async def batches(rows: Iterable[T], weight: Callable[[T], int] = lambda _: 0) -> AsyncIterator[list[T]]:
    """Yield rows in their order, in batches.

    Args:
        rows: Makes a row when it is asked for the next one.
        weight: Returns the number of characters of a row's body.
    """
    batch: list[T] = []
    weighs, until = 0, time.monotonic() + SLICE
    for row in rows:
        batch.append(row)
        weighs += weight(row)
        if time.monotonic() > until:
            await asyncio.sleep(0)
            until = time.monotonic() + SLICE
        if len(batch) == MOST_ROWS or weighs > HEAVY:
            yield batch
            batch, weighs = [], 0
    if batch:
        yield batch
