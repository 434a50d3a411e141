"""The rate at which alerts are posted, so that Slack never limits the bot.

Slack takes about one message a second in a channel, and "several hundred" a minute in all
(https://docs.slack.dev/apis/web-api/rate-limits).
"""

from collections.abc import Awaitable, Callable

IN_A_CHANNEL = 1.0
"""Seconds between two messages in a channel."""

IN_ALL = 0.25
"""Seconds between two messages anywhere: 240 a minute."""

_REMEMBERED = 1000
"""Number of channels above which idle ones are forgotten."""


class PostPace:
    """Lets messages pass one by one, in each channel and overall.

    Args:
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._free: dict[int, float] = {}
        self._all_free = 0.0

    async def turn(self, channel: int) -> None:
        """Wait for the caller's turn in a channel, and then overall."""
        now = self._monotonic()
        if len(self._free) > _REMEMBERED:
            self._free = {one: free for one, free in self._free.items() if free > now}
        at = max(now, self._free.get(channel, now))
        self._free[channel] = at + IN_A_CHANNEL
        await self._until(at)
        at = max(self._monotonic(), self._all_free)
        self._all_free = at + IN_ALL
        await self._until(at)

    async def _until(self, at: float) -> None:
        if (wait := at - self._monotonic()) > 0:
            await self._sleep(wait)
