"""A cache of Slack's answers; concurrent questions about the same thing share one call."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

MOST = 5000
"""Maximum number of cached answers; the oldest are dropped first."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Answer]):
    answer: Answer
    at: float


class AnswerCache(Generic[Answer]):
    """Caches answers by their subject.

    Args:
        ask: Asks Slack; its errors are raised, not cached.
        monotonic: A monotonic clock, in seconds.
        lasts: Seconds for which an answer is valid.
    """

    def __init__(
        self, ask: Callable[[str], Awaitable[Answer]], monotonic: Callable[[], float], *, lasts: float = math.inf
    ) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._lasts = lasts
        self._kept: dict[str, _Kept[Answer]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._forgotten = 0

    async def get(self, about: str) -> Answer:
        """Return a valid answer."""
        lock = self._locks.setdefault(about, asyncio.Lock())
        async with lock:
            kept = self._kept.get(about)
            if kept is not None and self._monotonic() - kept.at < self._lasts:
                return kept.answer
            at, forgotten = self._monotonic(), self._forgotten
            answer = await self._ask(about)
            # Something forgotten meanwhile may have changed after Slack answered.
            self._kept.pop(about, None)
            self._kept[about] = _Kept(answer, at if forgotten == self._forgotten else -math.inf)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return answer

    def known(self, about: str) -> Answer | None:
        """Return the last answer, however old."""
        kept = self._kept.get(about)
        return None if kept is None else kept.answer

    def forget(self, about: str) -> None:
        """Ask again next time; until then ``known`` returns the last answer."""
        self._forgotten += 1
        kept = self._kept.get(about)
        if kept is not None:
            self._kept[about] = _Kept(kept.answer, -math.inf)
