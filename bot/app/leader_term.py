"""A term: the time in which this program leads, from taking the lead to handing it over."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeAlias

from bot.errors import CannotStart, LeadLost
from bot.storage.leader_lock import LeaderLock

Part: TypeAlias = Coroutine[Any, Any, None]
"""Something that runs until it is cancelled."""


class TimeLeft:
    """How long requests are still answered once a term ends.

    Args:
        seconds: Seconds from the end of the term.
        monotonic: A monotonic clock, in seconds.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._until: float | None = None

    def start(self) -> None:
        """Start counting, since the term ends."""
        self._until = self._monotonic() + self._seconds

    def __call__(self) -> float:
        """Return the seconds left; all of them until the term ends."""
        return self._seconds if self._until is None else max(self._until - self._monotonic(), 0.0)


async def run_term(
    lead: LeaderLock,
    *,
    looking: tuple[Part, ...],
    answering: tuple[Part, ...],
    sending: tuple[Part, ...],
    time_left: TimeLeft,
) -> None:
    """Run parts that never end by themselves, until one can't go on, the lead is lost, or this is cancelled.

    Once cancelled, nothing is sent any more, the lead is handed over, and people are answered until the next program
    answers them. If both programs answer, Discord takes the first answer. Earlier requests are answered while there is
    time; that may need a look, so looks end last.

    Args:
        lead: The lead, which this program has.
        looking: The parts that look at the providers.
        answering: The connections to the chats, which answer people.
        sending: The parts that send unasked.
        time_left: Started once this is cancelled.

    Raises:
        CannotStart: A part needs a person.
        LeadLost: Another program leads now.
    """
    with out_of_groups():
        async with asyncio.TaskGroup() as looks, asyncio.TaskGroup() as answers:
            for part in looking:
                looks.create_task(part)
            for part in answering:
                answers.create_task(part)
            try:
                async with asyncio.TaskGroup() as group:
                    for part in (lead.watch(), *sending):
                        group.create_task(part)
            except asyncio.CancelledError:
                time_left.start()
                await lead.hand_over()
                raise


@contextlib.contextmanager
def out_of_groups() -> Iterator[None]:
    """Raise a ``CannotStart`` or ``LeadLost``, which ends a term, by itself if tasks raise it in a group."""
    try:
        yield
    except BaseExceptionGroup as several:
        reason: BaseException | None = several.subgroup((CannotStart, LeadLost))
        if reason is None:
            raise
        while isinstance(reason, BaseExceptionGroup):
            reason = reason.exceptions[0]
        raise reason from several
