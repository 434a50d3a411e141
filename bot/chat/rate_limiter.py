"""Limits how often something is done, on any platform."""

import asyncio
from collections.abc import Awaitable, Callable


class RateLimiter:
    """A token bucket: lets a burst pass, then one more per interval, in order of arrival.

    Args:
        burst: Number that may pass at once after a pause.
        every: Seconds of an interval.
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(
        self,
        burst: int,
        every: float,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._every = every
        self._saved_up = (burst - 1) * every
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._due = float("-inf")

    async def turn(self) -> None:
        """Wait for the caller's turn."""
        async with self._lock:
            if (wait := self._due - self._monotonic()) > 0:
                await self._sleep(wait)
            # Counted from when it really passes: a late wake-up must not lead to a larger burst.
            self._due = max(self._due, self._monotonic() - self._saved_up) + self._every
