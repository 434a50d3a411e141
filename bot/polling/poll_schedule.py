"""When a provider is asked, and by whom: one question under way at a time, its age, the pause after a failure.

Not what an answer means (``capacity``) nor what follows from it (``watcher``).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.latest_state import LatestState
from bot.accounts.look import Look
from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.errors import LookFailed

LONGEST_PAUSE = timedelta(minutes=5)
"""No back-off, and no provider's ``Retry-After``, keeps us away for longer."""

ROSTER_EVERY = timedelta(minutes=10)
ROSTER_AGAIN = timedelta(minutes=1)
"""When the accounts endpoint is read again after it failed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """How long to leave a provider alone.

    Attributes:
        loop: Until the next look by the loop.
        anyone: Until the next look that a person may ask for.
    """

    loop: timedelta
    anyone: timedelta


def pause_after(failure: LookFailed | None, failures: int, every: timedelta) -> Pause:
    """Decide how long to wait after a look.

    The loop's pause doubles with each failure in a row, up to ``LONGEST_PAUSE``; what the provider asked for counts
    where it is longer. A person may ask again after ``every``, but never earlier than the provider asked for, nor
    before the loop where only somebody's action can help (401, 402, 596).

    Args:
        failure: Why the look failed; None where it did not.
        failures: Failed looks in a row, this one included.
        every: The usual pause.
    """
    if failure is None:
        return Pause(loop=every, anyone=timedelta())
    ceiling = max(every, LONGEST_PAUSE)
    asked_for = min(failure.retry_after or timedelta(), LONGEST_PAUSE)
    loop = max(min(every * 2 ** min(failures - 1, 20), ceiling), asked_for)
    return Pause(loop=loop, anyone=loop if failure.needs_person else max(min(every, loop), asked_for))


class Looker:
    """Looks at one provider: its scheduler each time, its accounts endpoint every ten minutes where there is one.

    Args:
        provider: The provider's name, for the log.
        ask: Asks the scheduler; raises ``LookFailed``.
        roster: Reads the accounts endpoint; raises ``LookFailed``. None where there is none.
        now: The clock.
    """

    def __init__(
        self,
        provider: str,
        ask: Callable[[], Awaitable[ProviderAnswer]],
        roster: Callable[[], Awaitable[tuple[ConfiguredAccount, ...]]] | None,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._provider = provider
        self._ask = ask
        self._roster = roster
        self._now = now
        self._roster_due: datetime | None = None
        self._roster_lost = False

    async def __call__(self) -> Look:
        """Look once; a failure is part of the look, not an exception."""
        began, roster = self._now(), self._roster
        listed: tuple[ConfiguredAccount, ...] | None = None
        if roster is None or (self._roster_due is not None and began < self._roster_due):
            answer = await self._answer()
        else:
            answer, listed = await asyncio.gather(self._answer(), self._listed(roster))
        at = self._now()
        return Look(at=at, answer=answer, configured=listed, took=max(at - began, timedelta()))

    async def _answer(self) -> ProviderAnswer | LookFailed:
        try:
            return await self._ask()
        except LookFailed as failure:
            return failure

    async def _listed(
        self, roster: Callable[[], Awaitable[tuple[ConfiguredAccount, ...]]]
    ) -> tuple[ConfiguredAccount, ...] | None:
        try:
            listed = await roster()
        except LookFailed as failure:
            self._roster_due = self._now() + ROSTER_AGAIN
            if not self._roster_lost:
                self._roster_lost = True
                log.warning("%s: its list of accounts can't be read: %s", self._provider, failure)
            return None
        self._roster_due = self._now() + ROSTER_EVERY
        if self._roster_lost:
            self._roster_lost = False
            log.info("%s: its list of accounts can be read again.", self._provider)
        return listed


class PollSchedule:
    """Whose turn it is to look: the loop's when the pause is over, or anyone's who needs to know sooner.

    Args:
        every: The usual pause between looks.
        now: The clock.
        jitter: Gives a factor around 1 for each pause, so that providers do not march in step.

    Attributes:
        due: When the loop looks next.
        looked_at: When the newest look came; None before the first.
        took: How long it took, where that was measured.
        failures: Failed looks in a row, since the start.
    """

    def __init__(self, *, every: timedelta, now: Callable[[], datetime], jitter: Callable[[], float]) -> None:
        self._every = every
        self._now = now
        self._jitter = jitter
        self._asked = asyncio.Event()
        self._next: asyncio.Future[LatestState] | None = None
        self._latest = LatestState()
        self._nobody_before: datetime | None = None
        self.due: datetime = now()
        self.looked_at: datetime | None = None
        self.took: timedelta | None = None
        self.failures = 0

    @property
    def latest(self) -> LatestState:
        """Tell what came of the newest look."""
        return self._latest

    def came(self, look: Look, sight: LatestState) -> None:
        """Note what a look brought: everyone who waited gets it, the next pause begins."""
        failure = look.answer if isinstance(look.answer, LookFailed) else None
        self.failures = self.failures + 1 if failure else 0
        pause = pause_after(failure, self.failures, self._every)
        asked_for = pause.anyone if failure else timedelta()
        self._nobody_before = look.at + asked_for
        self.due = look.at + max(pause.loop * self._jitter(), asked_for)
        self.looked_at, self.took = look.at, look.took
        self._latest = sight
        self._asked.clear()
        if self._next is not None:
            self._next.set_result(sight)
            self._next = None

    async def fresh(self) -> LatestState:
        """Give the newest look where it is young enough or nobody may ask; else ask, all who wait sharing one look."""
        now = self._now()
        if self.looked_at is not None and self._next is None:
            young = now - self.looked_at < self._every
            if young or (self._nobody_before is not None and now < self._nobody_before):
                return self._latest
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        self._asked.set()
        return await asyncio.shield(self._next)

    async def wait(self) -> None:
        """Wait until the next look is due, or somebody asks for one."""
        try:
            async with asyncio.timeout(max((self.due - self._now()).total_seconds(), 0)):
                await self._asked.wait()
        except TimeoutError:
            pass
