"""Makes many rows for a statement in batches, pausing in between so that commands are answered meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from typing import TypeVar

MOST_ROWS = 1_000
"""Maximum number of rows, or of keys, in a statement. SQLite takes 32,766 parameters in a statement
(https://www.sqlite.org/limits.html#max_variable_number), PostgreSQL 32,767.
"""

HEAVY = 4_000_000
"""Characters of bodies that end a batch: more take seconds to make, and a server ends transactions that are idle."""

SLICE = 0.005
"""Seconds of making rows after which other tasks get their turn."""

T = TypeVar("T")


async def batches(rows: Iterable[T], weight: Callable[[T], int] = lambda _: 0) -> AsyncIterator[list[T]]:
    """Yield rows in their order, in batches.

    Args:
        rows: Makes each row only when asked for it.
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
