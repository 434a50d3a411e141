"""When a provider is asked: the pause after each outcome, and one look for all who wait."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.accounts.latest_state import LatestState, Trouble
from bot.accounts.look import Look
from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.accounts.snapshot import Snapshot
from bot.errors import AccountBroken, LookFailed, NoSubscription, NotReached, ProviderBusy, Unauthorised
from bot.polling.poll_schedule import Looker, Pause, PollSchedule, pause_after
from tests.moments import NOON, after

EVERY = timedelta(seconds=30)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


def seconds(loop: float, anyone: float) -> Pause:
    return Pause(loop=timedelta(seconds=loop), anyone=timedelta(seconds=anyone))


@pytest.mark.parametrize(
    ("failure", "failures", "pause"),
    [
        (None, 0, seconds(30, 0)),
        (NotReached("no"), 1, seconds(30, 30)),
        (NotReached("no"), 2, seconds(60, 30)),
        (NotReached("no"), 4, seconds(240, 30)),
        (NotReached("no"), 5, seconds(300, 30)),
        (NotReached("no"), 10_000, seconds(300, 30)),
        (Unauthorised("no"), 1, seconds(30, 30)),
        (NoSubscription("no"), 3, seconds(120, 120)),
        (AccountBroken("no"), 9, seconds(300, 300)),
        (ProviderBusy("no", retry_after=timedelta(seconds=90)), 1, seconds(90, 90)),
        (ProviderBusy("no", retry_after=timedelta(seconds=3)), 1, seconds(30, 30)),
        (ProviderBusy("no", retry_after=timedelta(hours=3)), 1, seconds(300, 300)),
    ],
)
def test_the_pause_after_a_look(failure: LookFailed | None, failures: int, pause: Pause) -> None:
    assert pause_after(failure, failures, EVERY) == pause


def test_a_slow_pace_is_never_quickened_by_a_failure() -> None:
    every = timedelta(minutes=20)

    assert pause_after(NotReached("no"), 3, every) == Pause(loop=every, anyone=every)


def turns(clock: Clock) -> PollSchedule:
    return PollSchedule(every=EVERY, now=clock, jitter=lambda: 1.0)


def good(clock: Clock) -> tuple[Look, LatestState]:
    return Look(at=clock.at, answer=ProviderAnswer()), LatestState(snapshot=Snapshot(provider="kling", at=clock.at))


def bad(clock: Clock, failure: LookFailed) -> tuple[Look, LatestState]:
    return Look(at=clock.at, answer=failure), LatestState(trouble=Trouble(sentence="no", since=clock.at))


async def is_asked(turns: PollSchedule) -> bool:
    """Tell whether someone who needs to know would make the provider be asked."""
    asking = asyncio.ensure_future(turns.fresh())
    await asyncio.sleep(0)
    asked = not asking.done()
    asking.cancel()
    return asked


async def test_a_look_younger_than_the_pause_answers_everyone() -> None:
    clock = Clock()
    waiting = turns(clock)
    assert await is_asked(waiting)

    waiting.came(*good(clock))
    clock.at = after(seconds=29)
    assert not await is_asked(waiting)
    clock.at = after(seconds=30)
    assert await is_asked(waiting)


async def test_fifty_who_wait_share_one_look() -> None:
    clock = Clock()
    waiting = turns(clock)
    asking = [asyncio.ensure_future(waiting.fresh()) for _ in range(50)]

    await waiting.wait()
    look, sight = good(clock)
    waiting.came(look, sight)

    assert await asyncio.gather(*asking) == [sight] * 50
    clock.at = after(seconds=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await waiting.wait()


async def test_one_who_stops_waiting_takes_nobody_along() -> None:
    clock = Clock()
    waiting = turns(clock)
    impatient, patient = asyncio.ensure_future(waiting.fresh()), asyncio.ensure_future(waiting.fresh())
    await asyncio.sleep(0)

    impatient.cancel()
    await asyncio.sleep(0)
    look, sight = good(clock)
    waiting.came(look, sight)

    assert await patient is sight


@pytest.mark.parametrize(
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
    waiting.came(*bad(clock, failure))
    waiting.came(*bad(clock, failure))

    clock.at = after(seconds=first_asked - 1)
    assert not await is_asked(waiting)
    clock.at = after(seconds=first_asked)
    assert await is_asked(waiting)


async def test_jitter_never_comes_before_what_the_provider_asked_for() -> None:
    clock = Clock()
    waiting = PollSchedule(every=EVERY, now=clock, jitter=lambda: 0.5)

    waiting.came(*bad(clock, ProviderBusy("no", retry_after=timedelta(seconds=90))))
    assert waiting.due == after(seconds=90)
    waiting.came(*good(clock))
    assert waiting.due == after(seconds=15)


async def test_how_looking_goes_can_be_told() -> None:
    clock = Clock()
    waiting = turns(clock)
    assert (waiting.looked_at, waiting.took, waiting.failures, waiting.due) == (None, None, 0, NOON)

    for number in (1, 2):
        clock.at = after(minutes=number)
        waiting.came(*bad(clock, NotReached("no")))
        assert (waiting.looked_at, waiting.took, waiting.failures) == (clock.at, None, number)
    clock.at = after(minutes=3)
    _, sight = good(clock)
    waiting.came(Look(at=clock.at, answer=ProviderAnswer(), took=timedelta(seconds=2)), sight)
    assert (waiting.looked_at, waiting.took, waiting.failures) == (clock.at, timedelta(seconds=2), 0)
    assert waiting.due == after(minutes=3.5)


def looker(
    clock: Clock,
    ask: Callable[[], Awaitable[ProviderAnswer]],
    roster: Callable[[], Awaitable[tuple[ConfiguredAccount, ...]]] | None,
) -> Looker:
    return Looker("kling", ask, roster, now=clock)


async def test_the_accounts_endpoint_is_read_every_ten_minutes() -> None:
    clock = Clock()

    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        return (ConfiguredAccount(account="a"),)

    look = looker(clock, ask, roster)
    read = []
    for minute in (0, 1, 9.99, 10, 19, 20):
        clock.at = after(minutes=minute)
        read.append((await look()).configured is not None)

    assert read == [True, False, False, True, False, True]


async def test_an_accounts_endpoint_that_fails_is_no_failed_look_and_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    outcomes: list[tuple[ConfiguredAccount, ...] | LookFailed] = [NotReached("no"), NotReached("no"), ()]

    async def ask() -> ProviderAnswer:
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        outcome = outcomes.pop(0)
        if isinstance(outcome, LookFailed):
            raise outcome
        return outcome

    look = looker(clock, ask, roster)
    caplog.set_level("INFO")
    listed = []
    for minute in (0, 0.5, 1, 2):
        clock.at = after(minutes=minute)
        seen = await look()
        assert isinstance(seen.answer, ProviderAnswer)
        listed.append(seen.configured)

    assert listed == [None, None, None, ()]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


@pytest.mark.parametrize(("step", "took"), [(1.5, 1.5), (-3600, 0)], ids=["a while", "the clock was set back"])
@pytest.mark.parametrize("fails", [False, True])
async def test_a_look_takes_from_the_question_to_the_last_answer(step: float, took: float, *, fails: bool) -> None:
    clock = Clock()

    async def ask() -> ProviderAnswer:
        if fails:
            raise NotReached("no")
        return ProviderAnswer()

    async def roster() -> tuple[ConfiguredAccount, ...]:
        clock.at += timedelta(seconds=step)
        return ()

    look = await looker(clock, ask, roster)()

    assert (look.at, look.took) == (clock.at, timedelta(seconds=took))


async def test_a_failed_look_is_a_value() -> None:
    failure = NotReached("no")

    async def ask() -> ProviderAnswer:
        raise failure

    assert (await looker(Clock(), ask, None)()).answer is failure
