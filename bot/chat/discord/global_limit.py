"""Keeps all of the bot's requests together within what Discord takes, whatever happens on their way.

Discord counts a request at some moment between its leaving and its answer, and only Discord knows when: what left
evenly arrives all at once where either end, or what is between them, stands still for a moment. So each request takes
a place, of as many as Discord takes in a second, from before it leaves until a second after its answer. When the last
of those that Discord counts in one second took its place, all others had theirs, so there are not too many.

discord.py notices this limit at its first 429, when more may be under way, each of which is refused and counts towards
a ban; it keeps the limits of single channels itself.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import aiohttp

from bot.chat.rate_limiter import RateLimiter

REQUESTS, SECONDS = 50, 1.0
"""Number of requests that Discord takes from a bot in so many seconds
(https://discord.com/developers/docs/topics/rate-limits#global-rate-limit)."""

AT_ONCE = 10
"""Number of alerts that may leave at once, to catch up on what a busy machine let pass."""

_NOT_LIMITED = frozenset({"interactions", "webhooks"})
"""Answers to commands."""


class GlobalLimit:
    """Holds back requests; ``request_trace`` has it hear of each of a client's.

    Args:
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, *, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._places = asyncio.Semaphore(REQUESTS)
        self._evenly = RateLimiter(AT_ONCE, SECONDS / REQUESTS, monotonic=monotonic, sleep=sleep)
        self._in_order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for the turn of a request that can wait: they leave evenly, and nothing else waits behind them."""
        async with self._in_order:
            await self._evenly.turn()
            async with self._places:
                pass

    async def begin(self, _: object, request: SimpleNamespace, started: aiohttp.TraceRequestStartParams) -> None:
        """Wait until a request may leave."""
        if _NOT_LIMITED.isdisjoint(started.url.parts):
            await self._places.acquire()
            request.has_place = True

    async def end(self, _: object, request: SimpleNamespace, __: object) -> None:
        """Let go of a request's place in a second; called once it was answered, or failed, or both."""
        if vars(request).pop("has_place", False):
            asyncio.get_running_loop().call_later(SECONDS, self._places.release)
