"""The rate at which alerts are posted, so that Slack never limits the bot.

Slack takes about one message a second in a channel, and "several hundred" a minute in all
(https://docs.slack.dev/apis/web-api/rate-limits).
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import partial

from bot.chat.rate_limiter import RateLimiter

IN_A_CHANNEL = 1.0
"""Seconds between two messages in a channel."""

IN_ALL = 0.25
"""Seconds between two messages anywhere: 240 a minute."""


class PostPace:
    """Lets messages pass one by one, in each channel and overall.

    Args:
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        limiter = partial(RateLimiter, 1, monotonic=monotonic, sleep=sleep)
        self._overall = limiter(IN_ALL)
        self._channels: defaultdict[int, RateLimiter] = defaultdict(lambda: limiter(IN_A_CHANNEL))

    async def turn(self, channel: int) -> None:
        """Wait for the caller's turn in a channel, and then overall."""
        await self._channels[channel].turn()
        await self._overall.turn()
