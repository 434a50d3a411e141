"""How long to wait before something is tried again, and a database that is waited for; not what is tried."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.errors import StorageUnavailable

LONGEST_PAUSE = timedelta(seconds=10)
"""A channel that comes back should not wait long; one request in 10 s bothers nobody."""

UNEXPECTED_TRIES = 5
"""A message that this program itself stumbles over must not hold up its channel for ever."""

Stored = TypeVar("Stored")

log = logging.getLogger(__name__)


def pause_after(failures: int, asked_for: timedelta | None = None) -> timedelta:
    """Tell how long to wait after so many failures in a row; no less than the far end asked for."""
    return max(min(timedelta(seconds=2 ** min(failures - 1, 10)), LONGEST_PAUSE), asked_for or timedelta())


async def until_stored(ask: Callable[[], Awaitable[Stored]]) -> Stored:
    """Ask the database until it answers."""
    for failures in itertools.count(1):
        try:
            return await ask()
        except StorageUnavailable as problem:
            if failures == 1:
                log.error("Delivery waits for the database: %s", problem)
        await asyncio.sleep(pause_after(failures).total_seconds())
    raise AssertionError("unreachable: the count has no end")
