"""Records as JSON in a column of text, or with a column for each field, and back."""

import json
import re
from dataclasses import MISSING, fields
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec
from sqlalchemy import Row

from bot.storage.column_types import names_damage

T = TypeVar("T")

_YEARS = re.compile(r'"(-?P)(\d+)Y(?:(\d+)D)?(?=(?:T[\d.HMS]+)?")')
_AS_IT_IS = frozenset({bool, float, int, str})


class RecordAdapter(Generic[T]):
    """Writes and reads the records of one type, a dataclass.

    Args:
        record: The type.
        strict: Whether a number is no duration; otherwise it is one in seconds.
    """

    def __init__(self, record: type[T], *, strict: bool = True) -> None:
        self._record = record
        self._strict = strict

    def write(self, record: T) -> str:
        """Return a record as JSON."""
        # Not msgspec's own, which refuses lone surrogates; json escapes them, and the NUL that PostgreSQL refuses.
        return json.dumps(self.to_object(record))

    def read(self, body: str) -> T:
        """Return the record of a stored body; fields that this version doesn't know are ignored.

        Raises:
            ValueError: This version can't read it.
        """
        return self.from_object(parse_body(body))

    def to_object(self, record: T) -> dict[str, object]:
        """Return a record as a JSON object, without the fields that have their default value."""
        return _fields_of(record)

    def from_object(self, value: object) -> T:
        """Return the record of a value that was read; raises ``ValueError`` as ``read`` does."""
        return msgspec.convert(value, self._record, strict=self._strict)


class RowAdapter(Generic[T]):
    """Writes and reads the records of one type whose fields are columns of a table.

    Durations are stored in whole seconds, and the database assigns the ``id``. A field of another type that no database
    has is handed in as it is stored, or as it was read.
    """

    def __init__(self, record: type[T]) -> None:
        self._adapter = RecordAdapter(record, strict=False)
        self._fields = tuple(get_type_hints(record))

    def write(self, record: T, **stored: object) -> dict[str, object]:
        """Return the row of a record, without its number."""
        return {name: _stored(getattr(record, name)) for name in self._fields if name != "id"} | stored

    def read(self, row: Row[*tuple[object, ...]], **read: object) -> T:
        """Return the record of a row; raises ``StorageUnavailable`` where this version can't read it."""
        return names_damage(self._adapter.from_object)({name: getattr(row, name) for name in self._fields} | read)


def parse_body(body: str) -> Any:  # noqa: ANN401 - JSON
    """Parse stored JSON. Earlier versions wrote 365 days as a year, which msgspec refuses."""
    return json.loads(_YEARS.sub(lambda found: f'"{found[1]}{365 * int(found[2]) + int(found[3] or 0)}D', body))


def _stored(value: object) -> object:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return str(value) if isinstance(value, StrEnum) else value


def _fields_of(record: Any) -> dict[str, object]:  # noqa: ANN401 - any dataclass
    found = {}
    for name, default in _defaults(type(record)):  # type: ignore[arg-type] # mypy asks the record whether it is hashable
        value = getattr(record, name)
        if value is default or value == default:
            continue
        found[name] = value if type(value) in _AS_IT_IS else _plain(value)
    return found


def _plain(value: object) -> object:
    """Return what stands for a value in JSON."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return _fields_of(value)
    return msgspec.to_builtins(value)


@cache
def _defaults(record: Any) -> tuple[tuple[str, object], ...]:  # noqa: ANN401 - the type of any dataclass
    """Return each field's name and default."""
    return tuple(
        (one.name, one.default if one.default_factory is MISSING else one.default_factory()) for one in fields(record)
    )
