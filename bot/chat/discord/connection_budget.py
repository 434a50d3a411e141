"""Limits connections to Discord's gateway, since discord.py reconnects without a pause.

Discord resets a bot's token after 1,000 IDENTIFYs in a day
(https://discord.com/developers/docs/events/gateway#session-start-limit). Told to reconnect at each RESUME, the library
made 600 connections a second when measured.
"""

from collections.abc import Awaitable, Callable

CONNECTIONS, CONNECTION_EVERY = 10, 5.0
"""Number of connections in a burst, and seconds per further one."""

IDENTIFIES, IDENTIFY_EVERY = 10, 90.0
"""The same for IDENTIFYs: at most 970 a day."""


class ConnectionBudget:
    """A token bucket: lets a burst pass, then one more per interval.

    Args:
        at_once: Size of a burst.
        every: Seconds of an interval.
        sleep: Sleeps for a number of seconds.
        monotonic: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        at_once: int,
        every: float,
        *,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
    ) -> None:
        self._every = every
        self._ahead = (at_once - 1) * every
        self._sleep = sleep
        self._monotonic = monotonic
        self._spent_until = float("-inf")

    async def take(self) -> None:
        """Wait until one more may pass."""
        now = self._monotonic()
        # Each pass moves this moment one interval on; it may be at most a burst ahead of the clock.
        self._spent_until = max(self._spent_until, now - self._every) + self._every
        if (wait := self._spent_until - self._ahead - now) > 0:
            await self._sleep(wait)
