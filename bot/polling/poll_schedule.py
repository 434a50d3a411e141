"""When a provider is looked at: by the loop when its pause is over, or sooner when a person needs to know.

The pause follows from how the look went. One look is under way at a time; all who ask meanwhile share it. Pauses are
measured by the monotonic clock: if the wall clock were set back, no look would come until it had caught up.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.provider_answer import Look
from bot.accounts.snapshot import LatestState
from bot.errors import LookFailed, NotConfigured
from bot.event_waiting import wait_at_most

LONGEST_WAIT = 1.2
"""Seconds that a caller waits for a new look if an older one is known: fewer than until an answer is deferred."""

LONGEST_PAUSE = timedelta(minutes=5)
"""Maximum pause, whatever the back-off or a provider's ``Retry-After`` says."""

NOT_SET_UP_PAUSE = timedelta(minutes=10)
"""Pause of the loop after a provider said that no account is configured: nobody adds one every minute."""

ACCOUNTS_EVERY = timedelta(minutes=10)
"""Pause between two reads of the account list."""

ACCOUNTS_RETRY = timedelta(minutes=1)
"""Pause after a failed read of the account list."""

JITTER = 0.05
"""The share by which pauses vary, so that providers are not all asked at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPause:
    """How long to leave a provider alone.

    Attributes:
        loop: Until the next look by the polling loop.
        on_request: Until the next look that a person may ask for.
    """

    loop: timedelta
    on_request: timedelta


def pause_after_look(failure: LookFailed | None, failures: int, every: timedelta) -> PollPause:
    """Return how long to pause after a look.

    The loop's pause doubles with each failure in a row, up to ``LONGEST_PAUSE``; the provider's ``Retry-After`` counts
    where it is longer. A person may ask again after ``every``, but never earlier than ``Retry-After``, nor before the
    loop where only somebody's action can help (401, 402, 596). Where no account is configured nothing is wrong: the
    loop's pause does not grow, and is at least ``NOT_SET_UP_PAUSE``.

    Args:
        failure: Why the look failed; None if it did not.
        failures: Number of failed looks in a row, this one included.
        every: The usual pause.
    """
    if failure is None:
        return PollPause(loop=every, on_request=timedelta())
    retry_after = min(failure.retry_after or timedelta(), LONGEST_PAUSE)
    if isinstance(failure, NotConfigured):
        return PollPause(loop=max(every, NOT_SET_UP_PAUSE), on_request=max(every, retry_after))
    ceiling = max(every, LONGEST_PAUSE)
    loop = max(min(every * 2 ** min(failures - 1, 20), ceiling), retry_after)
    return PollPause(loop=loop, on_request=loop if failure.needs_person else max(min(every, loop), retry_after))


class PollSchedule:
    """Decides when a provider is looked at, and holds what the newest look brought.

    Args:
        every: The usual pause between looks.
        now: The clock.
        monotonic: A clock that never goes back, in seconds.
        jitter: Returns a factor around 1 for each pause, so that providers are not all asked at the same time.

    Attributes:
        now: The clock.
        latest: The state after the newest look.
        looked_at: When the newest look was answered, or failed; None before the first.
        took: How long it took, where that was measured.
        failures: Number of failed looks in a row, since the start; to find no account configured is no failure.
        closed: True once the provider is not watched any more: no look will come.
    """

    def __init__(
        self,
        *,
        every: timedelta,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._every = every
        self.now = now
        self._monotonic = monotonic
        self._jitter = jitter
        self._asked = asyncio.Event()
        self._next: asyncio.Future[LatestState] | None = None
        self._due = monotonic()
        self._recorded: float | None = None
        self._not_on_request_before = self._due
        self.latest = LatestState()
        self.looked_at: datetime | None = None
        self.took: timedelta | None = None
        self.failures = 0
        self.closed = False

    @property
    def due(self) -> datetime:
        """When the loop looks next."""
        return self.now() - self.overdue()

    def overdue(self) -> timedelta:
        """Return for how long the loop's next look has been due; below zero until then."""
        return timedelta(seconds=self._monotonic() - self._due)

    def record(self, look: Look, state: LatestState) -> None:
        """Take the outcome of a look: everyone who waits for it gets the state, and the next pause starts."""
        failure = look.answer if isinstance(look.answer, LookFailed) else None
        self.failures = 0 if failure is None or isinstance(failure, NotConfigured) else self.failures + 1
        pause = pause_after_look(failure, self.failures, self._every)
        self._recorded = self._monotonic()
        self._not_on_request_before = self._recorded + pause.on_request.total_seconds()
        # Jitter must not bring the loop back earlier than the provider asked for.
        self._due = self._recorded + max(pause.loop * self._jitter(), pause.on_request).total_seconds()
        self.looked_at, self.took = look.at, look.took
        self.latest = state
        if not self.closed:
            self._asked.clear()
        self._answer_waiting(state)

    def close(self) -> None:
        """Look no more: everyone who waits gets the latest state, and so does everyone who still asks."""
        self.closed = True
        self._asked.set()
        self._answer_waiting(self.latest)

    async def fresh_state(self) -> LatestState:
        """Return the latest state; look again first if it is older than ``every`` and the provider may be asked.

        Callers wait at most ``LONGEST_WAIT`` for that look, but without limit if nothing is known yet.
        """
        if self.closed:
            return self.latest
        # If others are waiting for a look already, share theirs.
        if self._recorded is not None and self._next is None:
            now = self._monotonic()
            if now - self._recorded < self._every.total_seconds() or now < self._not_on_request_before:
                return self.latest
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        self._asked.set()
        look = asyncio.shield(self._next)  # who gives up waiting must not cancel the look of the others
        try:
            async with asyncio.timeout(LONGEST_WAIT if self._recorded is not None else None):
                return await look
        except TimeoutError:
            return replace(self.latest, checking=True)

    async def wait_until_due(self) -> None:
        """Wait until the next look is due, or somebody asks for one."""
        await wait_at_most(self._asked, max(-self.overdue().total_seconds(), 0))

    def _answer_waiting(self, state: LatestState) -> None:
        if self._next is not None:
            self._next.set_result(state)
            self._next = None
