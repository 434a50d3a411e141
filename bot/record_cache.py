"""Records that are stored and also held in memory; a change is stored first, then held.

If the database fails while it stores a change, nobody knows whether it did: perhaps only the answer to the COMMIT was
lost. The held records are then read again, at once or as soon as the database answers.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from bot.errors import StorageUnavailable


class NumberedRecord(Protocol):
    """A dataclass whose number the database assigns."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> int:
        """Its number."""


T = TypeVar("T")
Numbered = TypeVar("Numbered", bound=NumberedRecord)


class RecordStorage(Protocol[Numbered]):
    """Where the records of one type are stored; every method raises ``StorageUnavailable``."""

    async def all(self) -> tuple[Numbered, ...]:
        """Return every stored record, the oldest first."""

    async def add(self, record: Numbered, /) -> int:
        """Store a record, and return its number, which is never reused."""

    async def remove(self, number: int, /) -> None:
        """Remove a record."""


class RestorableStorage(RecordStorage[Numbered], Protocol):
    """Where records are stored that can be restored for some days after they were removed."""

    async def change(self, record: Numbered, /) -> None:
        """Replace a stored record by this one, which has its number."""

    async def removed(self, number: int, /) -> Numbered | None:
        """Return the removed record with a number; None if there is none, or it was removed long ago."""

    async def restore(self, number: int, changed: Numbered | None = None, /) -> bool:
        """Restore the removed record with a number, changed if ``changed`` is given; return False if there is none."""


class RecordCache(Generic[T]):
    """All stored records of a type, in memory.

    Args:
        read: Returns every stored record, the oldest first; raises ``StorageUnavailable``.

    Attributes:
        held: The records as of the last read, the oldest first.
    """

    def __init__(self, read: Callable[[], Awaitable[tuple[T, ...]]]) -> None:
        self.held: tuple[T, ...] = ()
        self._read = read
        self._one_at_a_time = asyncio.Lock()
        self._in_doubt = asyncio.Event()

    async def load(self) -> None:
        """Read what is stored; raises ``StorageUnavailable``."""
        async with self._one_at_a_time:
            await self._load()

    async def settle(self) -> None:
        """Read what is stored if that is in doubt; raises ``StorageUnavailable``."""
        async with self._one_at_a_time:
            if self._in_doubt.is_set():
                await self._load()

    async def doubted(self) -> None:
        """Wait until it is in doubt what is stored."""
        await self._in_doubt.wait()

    async def _add(self: "RecordCache[Numbered]", wanted: Numbered, store: Callable[[], Awaitable[int]]) -> Numbered:
        """Store a record, and return it with its number.

        Args:
            wanted: The record; its number is ignored.
            store: Stores it and returns its number.

        Raises:
            StorageUnavailable: As ``_changing`` does.
        """
        known: set[int] = set()
        added: list[Numbered] = []

        def find() -> bool:
            added.extend(one for one in self.held if one.id not in known and replace(one, id=wanted.id) == wanted)
            return bool(added)

        async with self._changing(find):
            known.update(one.id for one in self.held)  # not before: another caller may be adding the same record
            added.append(replace(wanted, id=await store()))
        return added[0]

    @asynccontextmanager
    async def _changing(self, is_stored: Callable[[], bool]) -> AsyncIterator[None]:
        """Read the records again once the block has stored a change, or as soon as the database answers after that.

        Args:
            is_stored: Returns whether the held records show the change; called if storing it failed.

        Raises:
            StorageUnavailable: The change was not stored, or that is not known yet.
        """
        async with self._one_at_a_time:
            self._in_doubt.set()  # stays set if the block is cancelled
            try:
                yield
            except StorageUnavailable:
                await self._load()
                if not is_stored():
                    raise
            else:
                with suppress(StorageUnavailable):  # the change is stored: read again once the database answers
                    await self._load()

    async def _load(self) -> None:
        self.held = await self._read()
        self._in_doubt.clear()
