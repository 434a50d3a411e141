"""What a rate limiter lets pass, on a clock that only sleeping and late wakings move."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.discord.gateway_connection import IDENTIFIES, IDENTIFY_EVERY
from bot.chat.rate_limiter import RateLimiter

A_SECOND = 47


class Clock:
    """Wakes whoever sleeps as much too late as it is told."""

    def __init__(self, late: Sequence[float] = ()) -> None:
        self.at = 1000.0
        self.slept: list[float] = []
        self._late = iter(late)

    def monotonic(self) -> float:
        """Return the current time."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Sleep, and perhaps oversleep."""
        await asyncio.sleep(0)
        self.slept.append(seconds)
        self.at += seconds + next(self._late, 0.0)

    def limiter(self, burst: int, every: float) -> RateLimiter:
        """Return a rate limiter that goes by this clock."""
        return RateLimiter(burst, every, monotonic=self.monotonic, sleep=self.sleep)


async def passed(limiter: RateLimiter, clock: Clock, times: int) -> list[float]:
    moments: list[float] = []

    async def one() -> None:
        await limiter.turn()
        moments.append(clock.at)

    await asyncio.gather(*(one() for _ in range(times)))
    return moments


async def test_a_burst_passes_at_once_and_one_more_after_each_pause() -> None:
    clock = Clock()
    limiter = clock.limiter(3, 10)
    await passed(limiter, clock, 6)
    assert clock.slept == [10, 10, 10]
    clock.at += 15
    await passed(limiter, clock, 1)
    assert clock.slept == [10, 10, 10]
    clock.at += 1000
    await passed(limiter, clock, 4)
    assert clock.slept == [10, 10, 10, 10]


async def test_a_day_of_identifies_never_comes_near_the_thousand_that_reset_the_token() -> None:
    clock = Clock()
    limiter = clock.limiter(IDENTIFIES, IDENTIFY_EVERY)
    identifies = 0
    while clock.at < 1000 + 86_400:
        await limiter.turn()
        identifies += 1
    assert 900 < identifies < 1000


async def test_many_pass_evenly() -> None:
    clock = Clock()
    moments = await passed(clock.limiter(2, 1 / A_SECOND), clock, 200)
    first, *others = [later - former for former, later in pairwise(moments)]
    assert first == 0
    assert others == [pytest.approx(1 / A_SECOND)] * 198


async def test_sleeps_that_are_a_little_too_long_cost_no_speed() -> None:
    clock = Clock([0.001] * 200)
    moments = await passed(clock.limiter(2, 1 / A_SECOND), clock, 200)
    assert moments[-1] - moments[0] == pytest.approx(198 / A_SECOND, abs=0.002)


@given(st.lists(st.floats(0, 3), max_size=120), st.floats(0, 10))
def test_no_second_ever_sees_more_than_a_burst_and_what_passes_in_it(late: list[float], idle: float) -> None:
    async def live() -> list[float]:
        clock = Clock(late)
        pace = clock.limiter(2, 1 / A_SECOND)
        first = await passed(pace, clock, 60)
        clock.at += idle
        return first + await passed(pace, clock, 60)

    moments = asyncio.run(live())
    for since in moments:
        assert sum(since <= moment < since + 1 for moment in moments) <= A_SECOND + 2


async def test_whoever_gives_up_waiting_holds_up_nobody() -> None:
    clock = Clock()
    limiter = clock.limiter(1, 10)
    await limiter.turn()
    waiting = [asyncio.create_task(limiter.turn()) for _ in range(3)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await passed(limiter, clock, 1) == [pytest.approx(1010)]
