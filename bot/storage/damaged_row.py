"""Rows that can't be read: damaged on disk, or written by another version."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from bot.errors import StorageUnavailable

Stored = TypeVar("Stored")
Read = TypeVar("Read")


def names_damage(read: Callable[[Stored], Read]) -> Callable[[Stored], Read]:
    """Have a function that reads what is stored raise ``StorageUnavailable`` in place of ``ValueError``.

    Only there: anywhere else in a transaction a ``ValueError`` is a bug, and no other try would mend it.
    """

    @wraps(read)
    def named(stored: Stored) -> Read:
        try:
            return read(stored)
        except ValueError as error:
            raise StorageUnavailable(f"a row of the database can't be read: {error}") from error

    return named
