"""How long to wait before something is tried again, and waiting for a database that doesn't answer."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from bot.errors import LeadLost, StorageUnavailable

UNEXPECTED_TRIES = 5
"""Maximum number of tries with a message that fails by a bug of this program: it must not block its channel."""

LONGEST_ASKED_FOR = timedelta(hours=1)
"""Maximum pause that a far end may ask for: a proxy in between might silence the channel for days."""

Stored = TypeVar("Stored")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """An exponential back-off.

    Attributes:
        first: The pause after the first failure; it doubles with each further one in a row.
        longest: Maximum pause. A channel that comes back should not wait long; one request in 10 s bothers nobody.
    """

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(seconds=10)

    def pause(self, failures: int, retry_after: timedelta | None = None) -> timedelta:
        """Return the pause after a number of failures in a row; at least ``retry_after``, up to an hour."""
        asked_for = min(retry_after or timedelta(), LONGEST_ASKED_FOR)
        return max(min(self.first * (1 << min(failures - 1, 10)), self.longest), asked_for)

    async def sleep(self, failures: int, retry_after: timedelta | None = None) -> None:
        """Sleep for that pause."""
        await asyncio.sleep(self.pause(failures, retry_after).total_seconds())


BACKOFF = Backoff()


async def until_stored(
    ask: Callable[[], Awaitable[Stored]], backoff: Backoff = BACKOFF, *, who: str = "Delivery"
) -> Stored:
    """Ask the database until it answers; the log says once that ``who`` waits for it.

    Raises:
        LeadLost: Another program leads now, so this one will never be able to store it.
    """
    for failures in itertools.count(1):
        try:
            return await ask()
        except LeadLost:
            raise  # this program will never be able to store it
        except StorageUnavailable as problem:
            if failures == 1:
                log.error("%s waits for the database: %s", who, problem)
        await backoff.sleep(failures)
    raise AssertionError("unreachable: the count has no end")
