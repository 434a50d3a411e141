"""The pace at which the bot speaks by itself, on a clock that only sleeping and late wakings move."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.discord.send_pace import A_SECOND, INTERVAL, SendPace

TAKEN = 50
"""Maximum number of requests a second that Discord takes."""


class Clock:
    """Wakes whoever sleeps as much too late as it is told."""

    def __init__(self, late: list[float]) -> None:
        self.at = 1000.0
        self._late = iter(late)

    def monotonic(self) -> float:
        """Return the current time."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Sleep, and perhaps oversleep."""
        await asyncio.sleep(0)
        self.at += seconds + next(self._late, 0.0)


async def passed(pace: SendPace, clock: Clock, times: int) -> list[float]:
    moments: list[float] = []

    async def one() -> None:
        await pace.turn()
        moments.append(clock.at)

    await asyncio.gather(*(one() for _ in range(times)))
    return moments


async def test_the_first_does_not_wait() -> None:
    clock = Clock([])
    assert await passed(SendPace(clock.monotonic, clock.sleep), clock, 1) == [1000.0]


async def test_a_crowd_leaves_evenly_at_nearly_what_discord_takes() -> None:
    clock = Clock([])
    moments = await passed(SendPace(clock.monotonic, clock.sleep), clock, 200)
    assert [later - former for former, later in pairwise(moments)] == [pytest.approx(INTERVAL)] * 199
    assert 0.9 * TAKEN <= A_SECOND < TAKEN


async def test_sleeps_that_are_a_little_too_long_cost_no_speed() -> None:
    clock = Clock([0.001] * 200)
    moments = await passed(SendPace(clock.monotonic, clock.sleep), clock, 200)
    assert moments[-1] - moments[0] == pytest.approx(199 * INTERVAL, abs=0.002)


@given(st.lists(st.floats(0, 3), max_size=120), st.floats(0, 10))
def test_no_second_ever_sees_more_than_discord_takes(late: list[float], idle: float) -> None:
    async def live() -> list[float]:
        clock = Clock(late)
        pace = SendPace(clock.monotonic, clock.sleep)
        first = await passed(pace, clock, 60)
        clock.at += idle
        return first + await passed(pace, clock, 60)

    moments = asyncio.run(live())
    for since in moments:
        assert sum(since <= moment < since + 1 for moment in moments) <= TAKEN


async def test_whoever_gives_up_waiting_holds_up_nobody() -> None:
    clock = Clock([])
    pace = SendPace(clock.monotonic, clock.sleep)
    await pace.turn()
    waiting = [asyncio.create_task(pace.turn()) for _ in range(3)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await passed(pace, clock, 1) == [pytest.approx(1000 + INTERVAL)]
