"""Keeps within Discord's limits on all of the bot's requests together: how many in a second, and how many are refused.

Discord counts a request at some moment between its start and its answer, and only Discord knows when: requests sent
evenly may arrive all at once after either end, or the network, has stalled for a moment. So each request holds one of
as many places as Discord accepts requests in a second, from before it leaves until a second after its answer. All
requests that Discord counts within one second then hold places at the same time, so there are not too many.

discord.py notices this limit at its first 429, when more may be under way, each of which is refused and counts towards
a ban; it keeps the limits of single channels itself. After 10,000 answers of 401, 403 and 429 in ten minutes the edge
bans the address for a while; a shared 429 does not count
(https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace

import aiohttp

from bot.chat.rate_limiter import RateLimiter

REQUESTS, SECONDS = 50, 1.0
"""Number of requests that Discord accepts from a bot in this number of seconds
(https://discord.com/developers/docs/topics/rate-limits#global-rate-limit)."""

AT_ONCE = 10
"""Number of alerts that may leave at once, to catch up after a busy machine was late."""

_NOT_LIMITED = frozenset({"interactions", "webhooks"})
"""Parts of the paths of answers to commands, which this limit does not count."""

WINDOW = timedelta(minutes=10)
ENOUGH = 1000
"""Number of refusals that are enough: a tenth of the limit, since other bots may share the address."""

COUNTED = frozenset({401, 403, 429})

log = logging.getLogger(__name__)


class GlobalLimit:
    """Holds back requests; ``request_trace`` calls it for each request of a client.

    Args:
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, *, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._places = asyncio.Semaphore(REQUESTS)
        self._evenly = RateLimiter(AT_ONCE, SECONDS / REQUESTS, monotonic=monotonic, sleep=sleep)
        self._in_order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for the turn of a request that can wait: such requests leave evenly, and delay no others."""
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
        """Free a request's place a second from now; called once it was answered, or failed, or both."""
        if vars(request).pop("has_place", False):
            asyncio.get_running_loop().call_later(SECONDS, self._places.release)


class RefusedRequests:
    """Counts refused requests, and says when to pause.

    Args:
        monotonic: A monotonic clock, in seconds.
        answered: Called with the status of each answer; None if none came.
    """

    def __init__(self, monotonic: Callable[[], float], answered: Callable[[int | None], None] = lambda _: None) -> None:
        self._monotonic = monotonic
        self._answered = answered
        self._refused: deque[float] = deque()

    def wait(self) -> timedelta | None:
        """Return how long to pause; None if there is no need."""
        self._forget()
        if len(self._refused) < ENOUGH:
            return None
        return timedelta(seconds=self._refused[-ENOUGH] + WINDOW.total_seconds() - self._monotonic())

    async def count(self, _: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
        """Count an answer, if it is a refusal."""
        response = ended.response
        self._answered(response.status)
        if response.status not in COUNTED or response.headers.get("X-RateLimit-Scope") == "shared":
            return
        self._forget()
        self._refused.append(self._monotonic())
        if len(self._refused) == ENOUGH:
            log.error(
                "Discord refused %d requests in ten minutes: no alerts for a while, or it may ban the bot.", ENOUGH
            )

    async def note_no_answer(self, *_: object) -> None:
        """Report that a request got no answer."""
        self._answered(None)

    def _forget(self) -> None:
        oldest = self._monotonic() - WINDOW.total_seconds()
        while self._refused and self._refused[0] <= oldest:
            self._refused.popleft()
