"""Counts the refusals that Discord counts against this address, to avoid a ban.

After 10,000 answers of 401, 403 and 429 in ten minutes the edge bans the address for a while; a shared 429 does not
count (https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
"""

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import aiohttp

WINDOW = timedelta(minutes=10)
ENOUGH = 1000
"""A tenth of the limit, since other bots may share the address."""

COUNTED = frozenset({401, 403, 429})

log = logging.getLogger(__name__)


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
