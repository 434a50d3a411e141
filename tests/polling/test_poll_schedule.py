"""When a provider is looked at, and one look for all who wait."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.provider_answer import Look, ProviderAnswer
from bot.accounts.snapshot import LatestState, Snapshot, Trouble
from bot.errors import LookFailed, NotReached, ProviderBusy, Unauthorised
from bot.polling import poll_schedule
from bot.polling.poll_schedule import PollSchedule
from tests.moments import NOON, after
from tests.polling.poll_clock import Clock
from tests.rows import each_row

EVERY = timedelta(seconds=30)


def turns(clock: Clock) -> PollSchedule:
    return PollSchedule(every=EVERY, now=clock, monotonic=clock.monotonic, jitter=lambda: 1.0)


def good(clock: Clock) -> tuple[Look, LatestState]:
    return Look(at=clock.at, answer=ProviderAnswer()), LatestState(snapshot=Snapshot(provider="kling", at=clock.at))


def bad(clock: Clock, failure: LookFailed) -> tuple[Look, LatestState]:
    return Look(at=clock.at, answer=failure), LatestState(trouble=Trouble(sentence="no", since=clock.at))


async def is_asked(turns: PollSchedule) -> bool:
    """Return whether asking now would reach the provider."""
    asking = asyncio.ensure_future(turns.fresh_state())
    await asyncio.sleep(0)
    asked = not asking.done()
    asking.cancel()
    return asked


async def test_a_look_younger_than_the_pause_answers_everyone() -> None:
    clock = Clock()
    waiting = turns(clock)
    assert await is_asked(waiting)

    waiting.record(*good(clock))
    clock.at = after(seconds=29)
    assert not await is_asked(waiting)
    clock.at = after(seconds=30)
    assert await is_asked(waiting)


async def test_fifty_who_ask_at_once_share_one_look() -> None:
    clock = Clock()
    waiting = turns(clock)
    asking = [asyncio.ensure_future(waiting.fresh_state()) for _ in range(50)]

    await waiting.wait_until_due()
    look, sight = good(clock)
    waiting.record(look, sight)

    assert await asyncio.gather(*asking) == [sight] * 50
    clock.at = after(seconds=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await waiting.wait_until_due()


async def test_who_asks_while_a_look_takes_long_gets_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(poll_schedule, "LONGEST_WAIT", 0.01)
    clock = Clock()
    waiting = turns(clock)
    first = asyncio.ensure_future(waiting.fresh_state())
    with pytest.raises(TimeoutError):  # nothing is known yet
        async with asyncio.timeout(0.1):
            await asyncio.shield(first)
    look, sight = good(clock)
    waiting.record(look, sight)
    assert await first is sight

    clock.at = after(seconds=30)
    assert await waiting.fresh_state() == replace(sight, checking=True)
    assert waiting.latest is sight
    look, sight = good(clock)
    waiting.record(look, sight)
    assert await waiting.fresh_state() is sight


async def test_one_who_stops_waiting_cancels_nobody_else() -> None:
    clock = Clock()
    waiting = turns(clock)
    impatient, patient = asyncio.ensure_future(waiting.fresh_state()), asyncio.ensure_future(waiting.fresh_state())
    await asyncio.sleep(0)

    impatient.cancel()
    await asyncio.sleep(0)
    look, sight = good(clock)
    waiting.record(look, sight)

    assert await patient is sight


@each_row(
    ("failure", "first_asked"),
    [
        (NotReached("no"), 30),
        (ProviderBusy("no", retry_after=timedelta(seconds=90)), 90),
        (Unauthorised("no"), 60),
    ],
    ids=["after the usual pause", "not before the provider allows it", "not before the loop"],
)
async def test_after_two_failures_a_person_may_ask_again(failure: LookFailed, first_asked: int) -> None:
    clock = Clock()
    waiting = turns(clock)
    waiting.record(*bad(clock, failure))
    waiting.record(*bad(clock, failure))

    clock.at = after(seconds=first_asked - 1)
    assert not await is_asked(waiting)
    clock.at = after(seconds=first_asked)
    assert await is_asked(waiting)


async def test_jitter_never_shortens_retry_after() -> None:
    clock = Clock()
    waiting = PollSchedule(every=EVERY, now=clock, monotonic=clock.monotonic, jitter=lambda: 0.5)

    waiting.record(*bad(clock, ProviderBusy("no", retry_after=timedelta(seconds=90))))
    assert waiting.due == after(seconds=90)
    waiting.record(*good(clock))
    assert waiting.due == after(seconds=15)


async def test_the_schedule_knows_the_last_look_and_the_failures() -> None:
    clock = Clock()
    waiting = turns(clock)
    assert (waiting.looked_at, waiting.took, waiting.failures, waiting.due) == (None, None, 0, NOON)

    for number in (1, 2):
        clock.at = after(minutes=number)
        waiting.record(*bad(clock, NotReached("no")))
        assert (waiting.looked_at, waiting.took, waiting.failures) == (clock.at, None, number)
    clock.at = after(minutes=3)
    _, sight = good(clock)
    waiting.record(Look(at=clock.at, answer=ProviderAnswer(), took=timedelta(seconds=2)), sight)
    assert (waiting.looked_at, waiting.took, waiting.failures) == (clock.at, timedelta(seconds=2), 0)
    assert waiting.due == after(minutes=3.5)


async def test_a_clock_that_is_set_back_delays_no_look() -> None:
    clock = Clock()
    waiting = turns(clock)
    waiting.record(*good(clock))
    clock.set_back(3600)
    clock.at += EVERY

    assert (waiting.due, waiting.overdue()) == (clock.at, timedelta())
    async with asyncio.timeout(1):
        await waiting.wait_until_due()
    assert await is_asked(waiting)


async def test_a_clock_that_is_set_forward_brings_no_look_early() -> None:
    clock = Clock()
    waiting = turns(clock)
    waiting.record(*good(clock))
    clock.set_back(-3600)

    assert waiting.due == clock.at + EVERY
    assert not await is_asked(waiting)
