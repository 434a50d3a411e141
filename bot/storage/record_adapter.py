"""Records as JSON in a column of text, or with a column for each field, and back."""

import json
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Row, Table

from bot.storage.column_types import names_damage

T = TypeVar("T")


class RecordAdapter(Generic[T]):
    """Writes and reads the records of one type.

    What pydantic needs for that is made with the first record: for all types together it takes a megabyte and some
    5 % of the start, and few databases hold records of every type.
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

    def read(self, body: str) -> T:
        """Return the record of a stored body; fields that this version doesn't know are ignored.

        Raises:
            ValueError: This version can't read it.
        """
        return self.from_object(json.loads(body))

    def to_object(self, record: T) -> dict[str, object]:
        """Return a record as a JSON object, without the fields that have their default value."""
        written: dict[str, object] = self._adapter.dump_python(record, mode="json", exclude_defaults=True)
        return written

    def from_object(self, value: object) -> T:
        """Return the record of a value that was read; raises ``ValueError`` as ``read`` does."""
        return self._adapter.validate_python(value)


class RowAdapter(Generic[T]):
    """Writes and reads the records of one type whose fields are columns of a table.

    Durations are stored in whole seconds. A field of another type that no database has is handed in as it is stored,
    or as it was read.

    Args:
        record: The type.
        table: The table, in which the database assigns the ``id``.
        others: Columns that are no field.
    """

    def __init__(self, record: type[T], table: Table, *others: str) -> None:
        self._adapter = RecordAdapter(record)
        self._fields = [column.name for column in table.c if column.name not in {"id", *others}]

    def write(self, record: T, **stored: object) -> dict[str, object]:
        """Return the row of a record, without its number."""
        return {name: _stored(getattr(record, name)) for name in self._fields} | stored

    def read(self, row: Row[*tuple[object, ...]], **read: object) -> T:
        """Return the record of a row; raises ``StorageUnavailable`` where this version can't read it."""
        # A number where a duration belongs is in seconds.
        return names_damage(self._adapter.from_object)({**row._asdict(), **read})


def _stored(value: object) -> object:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return str(value) if isinstance(value, StrEnum) else value
