"""A term: the time in which this program leads, from taking the lead to handing it over."""

import asyncio
from collections.abc import Coroutine, Iterator
from types import TracebackType
from typing import Any, Protocol, Self, TypeAlias

from bot.errors import CannotStart, LeadLost
from bot.health.doctor_findings import Leader
from bot.storage.lead_fence import LeadFence

Part: TypeAlias = Coroutine[Any, Any, None]
"""Something that runs until it is cancelled."""


class Lead(Protocol):
    """The right to look, send, edit and answer, which one of several programs has."""

    async def __aenter__(self) -> Self:
        """Make ready to take the lead; raises ``BadDatabase``."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let another program lead."""
        ...

    @property
    def fence(self) -> LeadFence | None:
        """What refuses the writes of a program that does not lead; None where there can be no other."""
        ...

    @property
    def leader(self) -> Leader | None:
        """Which program leads; None where there can be no other."""
        ...

    def is_heard(self) -> bool:
        """Return whether a standby hears the database."""
        ...

    async def take(self) -> None:
        """Wait until this program may lead."""
        ...

    async def begin_term(self) -> None:
        """Lead: refuse what another program would still write; raises ``StorageUnavailable``."""
        ...

    async def note_ready(self) -> None:
        """Note that this program answers people."""
        ...

    async def watch(self) -> None:
        """Hold the lead until cancelled; raises ``LeadLost``."""
        ...

    async def hand_over(self) -> None:
        """Let the next program lead, and return once it answers people or there is none."""
        ...

    async def step_down(self) -> None:
        """Stand by again."""
        ...


async def run_term(lead: Lead, *, answering: tuple[Part, ...], sending: tuple[Part, ...]) -> None:
    """Run parts that never end until one can't go on, the lead is lost, or this is cancelled.

    Once cancelled, nothing is sent any more, the lead is handed over, and people are answered until the next program
    answers them. What both programs answer, Discord takes from the first.

    Args:
        lead: The lead, which this program has.
        answering: What people's answers need: the connection to the chat, and looks.
        sending: What speaks by itself.

    Raises:
        CannotStart: A part needs a person.
        LeadLost: Another program leads now.
    """
    try:
        async with asyncio.TaskGroup() as group:
            for part in answering:
                group.create_task(part)
            try:
                await _together(lead.watch(), *sending)
            except asyncio.CancelledError:
                await lead.hand_over()
                raise
    except BaseExceptionGroup as several:
        for reason in _leaves(several):
            if isinstance(reason, CannotStart | LeadLost):
                raise reason from several
        raise


async def _together(*parts: Part) -> None:
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(part)


def _leaves(several: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for one in several.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yield from _leaves(one)
        else:
            yield one
