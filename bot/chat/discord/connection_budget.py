"""How often the bot connects to Discord's gateway: discord.py's own loop connects again without a pause.

Discord resets a bot's token after 1,000 IDENTIFYs in a day
(https://discord.com/developers/docs/events/gateway#session-start-limit); asked to reconnect at each RESUME, the library
was measured to make 600 connections a second.
"""

from collections.abc import Awaitable, Callable

CONNECTIONS, CONNECTION_EVERY = 10, 5.0
"""Connections that may follow at once, and seconds after which there may be another one."""

IDENTIFIES, IDENTIFY_EVERY = 10, 90.0
"""The same of IDENTIFYs: 970 a day at most."""


class ConnectionBudget:
    """Lets so many pass at once, and one more each time that some seconds have gone by.

    Args:
        at_once: How many may pass at once, after a long pause.
        every: Seconds for one more.
        sleep: Waits some seconds.
        monotonic: A clock that never goes back, in seconds.
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
        # What is spent lies ahead of the clock, one step for each that passed; so far ahead it may lie at most.
        self._spent_until = max(self._spent_until, now - self._every) + self._every
        if (wait := self._spent_until - self._ahead - now) > 0:
            await self._sleep(wait)
