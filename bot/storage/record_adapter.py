"""Records as JSON in a column of text, and back."""

import json
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import TypeAdapter

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
