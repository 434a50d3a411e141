"""A term: the time in which this program leads, from taking the lead to handing it over."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from typing import Any, TypeAlias

from bot.errors import CannotStart, LeadLost
from bot.storage.lead import Lead

Part: TypeAlias = Coroutine[Any, Any, None]
"""Something that runs until it is cancelled."""


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
    with out_of_groups():
        async with asyncio.TaskGroup() as group:
            for part in answering:
                group.create_task(part)
            try:
                await _together(lead.watch(), *sending)
            except asyncio.CancelledError:
                await lead.hand_over()
                raise


@contextlib.contextmanager
def out_of_groups() -> Iterator[None]:
    """Raise what ends a term, ``CannotStart`` or ``LeadLost``, by itself where tasks raise it in a group."""
    try:
        yield
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
