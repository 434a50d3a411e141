"""Column types for values that SQLite or PostgreSQL would lose or refuse, and the error for unreadable rows."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import DateTime, Dialect, Row, Text
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from bot.errors import StorageUnavailable

Stored = TypeVar("Stored")
Read = TypeVar("Read")

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of any table."""


def names_damage(read: Callable[[Stored], Read]) -> Callable[[Stored], Read]:
    """Make a function that reads stored values raise ``StorageUnavailable`` in place of ``ValueError``.

    Anywhere else in a transaction, a ``ValueError`` is a bug that another try would not fix.
    """

    @wraps(read)
    def named(stored: Stored) -> Read:
        try:
            return read(stored)
        except ValueError as error:
            raise StorageUnavailable(f"a row of the database can't be read: {error}") from error

    return named


_REFUSED = re.compile("[\0\\\\\ud800-\udfff]")
_ESCAPED = re.compile(r"\\([0-9a-f]{4})")


class Moment(TypeDecorator[datetime]):
    """An aware moment to the microsecond, read back in UTC.

    SQLite has no time zones: it stores UTC, as text that sorts in the order of the moments.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone, so it is no moment")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        read = super().result_processor(dialect, coltype)
        return read if read is None else names_damage(read)  # SQLite stores any text as a moment


class AnyText(TypeDecorator[str]):
    r"""Untrusted text with any characters.

    PostgreSQL refuses NUL, and neither database takes a lone surrogate. These, and the backslash itself, are stored as
    ``\`` and four hexadecimal digits: with a replacement character, two names could become the same.
    """

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _REFUSED.sub(lambda found: f"\\{ord(found[0]):04x}", value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or "\\" not in value:
            return value
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
