"""Records in the database: as JSON in a column of text, or in a table with a column for each field.

A table's rows have numbers that the database assigns; some, once removed, can be restored for some days.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Table, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.column_types import AnyRow, names_damage

T = TypeVar("T")


class RecordAdapter(Generic[T]):
    """Writes and reads the records of one type.

    Pydantic's adapter is made with the first record: those of all types together take a megabyte and some 5 % of the
    start, and few databases hold records of every type.
    """

    def __init__(self, record: type[T]) -> None:
        self._record = record

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._record)

    def write(self, record: T) -> str:
        """Return a record as JSON."""
        # Not dump_json, which refuses lone surrogates; json escapes them, and the NUL that PostgreSQL refuses.
        return json.dumps(self.to_object(record))

    def read(self, body: str) -> T | None:
        """Return the record of a stored body; None if this version can't read it.

        Fields that this version doesn't know are ignored.
        """
        try:
            return self.from_object(json.loads(body))
        except ValueError:
            return None

    def to_object(self, record: T) -> dict[str, object]:
        """Return a record as a JSON object, without the fields that have their default value."""
        written: dict[str, object] = self._adapter.dump_python(record, mode="json", exclude_defaults=True)
        return written

    def from_object(self, value: object) -> T:
        """Return the record of a parsed JSON value; raises ``ValueError`` if this version can't read it."""
        return self._adapter.validate_python(value)


class RecordRows(Generic[T]):
    """Turns the records of one type into rows of their table and back; a store's transaction runs its statements.

    Durations are stored in whole seconds.

    Args:
        record: The type.
        table: The table.
        others: Columns that are no fields of the record, besides the number and ``removed_at``.
        texts: Returns the stored form of fields whose type no database has.
        parsed: Returns these fields, read from a row.
    """

    def __init__(
        self,
        record: type[T],
        table: Table,
        *others: str,
        texts: Callable[[T], dict[str, object]] = lambda _: {},
        parsed: Callable[[AnyRow], dict[str, object]] = lambda _: {},
    ) -> None:
        self._adapter = RecordAdapter(record)
        self._table = table
        self._fields = [column.name for column in table.c if column.name not in {"id", "removed_at", *others}]
        self._texts = texts
        self._parsed = parsed

    def row(self, record: T) -> dict[str, object]:
        """Return the row of a record, without its number."""
        return {**{name: _stored(getattr(record, name)) for name in self._fields}, **self._texts(record)}

    def record(self, row: AnyRow) -> T:
        """Return the record of a row; raises ``StorageUnavailable`` if this version can't read it."""
        return names_damage(self._read)(row)

    def is_there(self) -> ColumnElement[bool]:
        """Return the condition that a row was not removed; it is always true if the table deletes rows at once."""
        return self._table.c.removed_at.is_(None) if "removed_at" in self._table.c else true()

    async def add(self, connection: AsyncConnection, record: T) -> int:
        """Insert a record, and return its number, which is never reused."""
        return await add_row(connection, self._table, self.row(record))

    async def all_there(self, connection: AsyncConnection) -> tuple[T, ...]:
        """Return the records that were not removed, in the order of their numbers or names."""
        there = select(self._table).where(self.is_there()).order_by(*self._table.primary_key)
        return tuple(map(self.record, await connection.execute(there)))

    async def change(self, connection: AsyncConnection, number: int, record: T) -> None:
        """Replace the record with a number."""
        await connection.execute(update(self._table).where(self._table.c.id == number), self.row(record))

    async def remove(self, connection: AsyncConnection, number: int, at: datetime) -> None:
        """Remove a record; a second time changes nothing."""
        this = update(self._table).where(self._table.c.id == number, self.is_there())
        await connection.execute(this.values(removed_at=at))

    async def removed(self, connection: AsyncConnection, number: int) -> T | None:
        """Return the removed record with a number; None if there is none, or it was removed long ago."""
        this = select(self._table).where(self._table.c.id == number, ~self.is_there())
        row = (await connection.execute(this)).one_or_none()
        return None if row is None else self.record(row)

    async def restore(self, connection: AsyncConnection, number: int, record: T | None = None) -> bool:
        """Restore the removed record with a number, changed if ``record`` is given; return False if there is none."""
        this = update(self._table).where(self._table.c.id == number, ~self.is_there())
        changed = {} if record is None else self.row(record)
        return bool((await connection.execute(this.values(**changed, removed_at=None))).rowcount)

    def _read(self, row: AnyRow) -> T:
        # Pydantic reads a number as a duration in seconds.
        return self._adapter.from_object({**row._asdict(), **self._parsed(row)})


async def add_row(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> int:
    """Insert a row, and return its number, which is never reused."""
    number: int = (await connection.execute(insert(table).returning(table.c.id), row)).scalar_one()
    return number


def _stored(value: object) -> object:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return str(value) if isinstance(value, StrEnum) else value
