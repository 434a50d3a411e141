"""A program's term as leader: who still answers while the lead is handed over, and why a term ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from typing_extensions import override

from bot.app.leader_term import TimeLeft, run_term
from bot.errors import CannotStart, LeadLost
from bot.storage.leader_lock import LeaderLock
from tests.fakes.feed import GIVE_UP_AFTER


class HandedOver(LeaderLock):
    """A lead that is handed over once a test says so.

    Attributes:
        handing_over: Set once it is being handed over.
        next_answers: To be set once the next program answers.
    """

    def __init__(self) -> None:
        self.handing_over = asyncio.Event()
        self.next_answers = asyncio.Event()

    @override
    async def hand_over(self) -> None:
        self.handing_over.set()
        await self.next_answers.wait()


async def part(running: set[str], name: str, last: asyncio.Event | None = None) -> None:
    """Be noted as running until cancelled, or until ``last`` is set after that."""
    running.add(name)
    try:
        await asyncio.Event().wait()
    finally:
        if last is not None:
            await last.wait()
        running.remove(name)


def term_of(lead: LeaderLock, running: set[str], last: asyncio.Event | None = None) -> Coroutine[Any, Any, None]:
    """Make a term of three parts, of which what answers ends once ``last`` is set."""
    return run_term(
        lead,
        looking=(part(running, "looks"),),
        answering=(part(running, "answers", last),),
        sending=(part(running, "sends"),),
        time_left=TimeLeft(3, lambda: 7),
    )


async def fails(error: Exception) -> None:
    raise error


async def test_people_are_answered_while_the_lead_is_handed_over_and_nothing_is_sent() -> None:
    lead, running = HandedOver(), set[str]()
    term = asyncio.create_task(term_of(lead, running))
    async with asyncio.timeout(GIVE_UP_AFTER):
        while len(running) < 3:  # noqa: ASYNC110 - a few turns
            await asyncio.sleep(0)
        term.cancel()
        await lead.handing_over.wait()
        assert running == {"looks", "answers"}
        assert not term.done()
        lead.next_answers.set()
        with pytest.raises(asyncio.CancelledError):
            await term
    assert running == set()


async def test_who_has_asked_is_answered_by_a_look_after_the_hand_over() -> None:
    lead, running, last = HandedOver(), set[str](), asyncio.Event()
    lead.next_answers.set()
    term = asyncio.create_task(term_of(lead, running, last))
    async with asyncio.timeout(GIVE_UP_AFTER):
        while len(running) < 3:  # noqa: ASYNC110 - a few turns
            await asyncio.sleep(0)
        term.cancel()
        await lead.handing_over.wait()
        for _ in range(9):
            await asyncio.sleep(0)
        assert running == {"looks", "answers"}
        last.set()
        with pytest.raises(asyncio.CancelledError):
            await term
    assert running == set()


def test_the_time_for_answers_is_counted_from_the_end_of_the_term() -> None:
    clock = [7.0]
    left = TimeLeft(4, lambda: clock[0])
    clock[0] = 90
    assert left() == 4
    left.start()
    clock[0] = 93
    assert left() == 1
    clock[0] = 99
    assert left() == 0


@pytest.mark.parametrize("reason", [CannotStart("the token is refused"), LeadLost("another program leads now")])
@pytest.mark.parametrize("where", ["answers", "sends"])
async def test_a_term_ends_with_the_reason_why_a_part_can_not_go_on(reason: Exception, where: str) -> None:
    lead, running = HandedOver(), set[str]()
    lead.next_answers.set()
    with pytest.raises(type(reason)) as raised:
        await run_term(
            lead,
            looking=(),
            answering=(part(running, "answers"), *((fails(reason),) if where == "answers" else ())),
            sending=(part(running, "sends"), *((fails(reason),) if where == "sends" else ())),
            time_left=TimeLeft(3),
        )
    assert raised.value is reason
    assert running == set()
