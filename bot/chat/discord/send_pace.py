"""The rate at which alerts are sent, so that Discord never limits the bot.

Discord takes 50 requests a second from a bot, not counting answers to commands
(https://discord.com/developers/docs/topics/rate-limits#global-rate-limit). discord.py notices that limit at its first
429, when hundreds more requests may be under way, each of which is refused and counts towards a ban. discord.py itself
keeps the limits of single channels; ``invalid_request_limit`` counts refusals.
"""

import asyncio
from collections.abc import Awaitable, Callable

A_SECOND = 47
"""A little less than Discord takes, since requests arrive unevenly, and commands are registered besides."""

INTERVAL = 1 / A_SECOND


class SendPace:
    """Lets requests pass one by one, in order of arrival.

    Args:
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._due = monotonic()

    async def turn(self) -> None:
        """Wait for the caller's turn."""
        async with self._lock:
            if (wait := self._due - self._monotonic()) > 0:
                await self._sleep(wait)
            # Catch up on one interval, since every sleep is a little too long; more would be a burst.
            self._due = max(self._due, self._monotonic() - INTERVAL) + INTERVAL
