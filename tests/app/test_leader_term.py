"""A program's term as leader: who still answers while the lead is handed over, and why a term ends."""

import asyncio

import pytest
from typing_extensions import override

from bot.app.leader_term import run_term
from bot.errors import CannotStart, LeadLost
from bot.storage.lead import Lead
from tests.fakes.feed import GIVE_UP_AFTER


class HandedOver(Lead):
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


async def part(running: set[str], name: str) -> None:
    """Be noted as running until cancelled."""
    running.add(name)
    try:
        await asyncio.Event().wait()
    finally:
        running.remove(name)


async def fails(error: Exception) -> None:
    raise error


async def test_people_are_answered_while_the_lead_is_handed_over_and_nothing_is_sent() -> None:
    lead, running = HandedOver(), set[str]()
    term = asyncio.create_task(run_term(lead, answering=(part(running, "answers"),), sending=(part(running, "sends"),)))
    async with asyncio.timeout(GIVE_UP_AFTER):
        while len(running) < 2:  # noqa: ASYNC110 - a few turns
            await asyncio.sleep(0)
        term.cancel()
        await lead.handing_over.wait()
        assert running == {"answers"}
        assert not term.done()
        lead.next_answers.set()
        with pytest.raises(asyncio.CancelledError):
            await term
    assert running == set()


@pytest.mark.parametrize("reason", [CannotStart("the token is refused"), LeadLost("another program leads now")])
@pytest.mark.parametrize("where", ["answers", "sends"])
async def test_a_term_ends_with_the_reason_why_a_part_can_not_go_on(reason: Exception, where: str) -> None:
    lead, running = HandedOver(), set[str]()
    lead.next_answers.set()
    with pytest.raises(type(reason)) as raised:
        await run_term(
            lead,
            answering=(part(running, "answers"), *((fails(reason),) if where == "answers" else ())),
            sending=(part(running, "sends"), *((fails(reason),) if where == "sends" else ())),
        )
    assert raised.value is reason
    assert running == set()
