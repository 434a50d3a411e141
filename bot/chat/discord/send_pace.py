"""How quickly the bot speaks by itself, so that Discord never has to slow it down.

Not how often it was refused (``budget``), nor the limits of single channels, which discord.py keeps. Discord takes 50
requests a second from a bot, answers to commands not counted
(https://discord.com/developers/docs/topics/rate-limits#global-rate-limit). discord.py learns of that by its first 429,
when hundreds more may be on their way: each of them is refused, too, and counts towards a ban.
"""

import asyncio
from collections.abc import Awaitable, Callable

A_SECOND = 47
"""A little less than Discord takes: what leaves evenly arrives less so, and commands are registered beside it."""

INTERVAL = 1 / A_SECOND


class SendPace:
    """Lets one after the other pass, in the order in which they came.

    Args:
        monotonic: A clock that never goes back, in seconds.
        sleep: Waits some seconds.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._due = monotonic()

    async def turn(self) -> None:
        """Wait until it is one's turn."""
        async with self._lock:
            if (wait := self._due - self._monotonic()) > 0:
                await self._sleep(wait)
            # One interval may be caught up on, since a sleep is always a little too long; more would be a burst.
            self._due = max(self._due, self._monotonic() - INTERVAL) + INTERVAL
