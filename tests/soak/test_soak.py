"""The soak in short, and what it is made of: time that leaps, and bounds that are seen to be broken."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.soak.__main__ import run
from tests.soak.leaping_loop import LeapingLoop
from tests.soak.samples import Sample, growths, table

DAY = timedelta(days=1)
FLAT = [
    Sample(at=DAY * day, looks=100 * day, told=day, memory=90, files=17, tasks=13, database=5, look=20)
    for day in range(1, 21)
]


@pytest.mark.timeout(1200)
def test_two_thousand_looks_leave_nothing_behind() -> None:
    samples = run(2000, timedelta(hours=5), seed=1)
    assert samples[-1].looks >= 1900
    assert samples[-1].told > samples[0].told
    broken = [one for one in growths(samples, timedelta()) if not one.is_kept]
    # Nothing is old enough to be deleted yet.
    assert [one.what for one in broken if one.what != "database, MiB"] == [], table(samples, broken)


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("memory, MiB", {"memory": 99.1}),
        ("files", {"files": 23}),
        ("tasks", {"tasks": 19}),
        ("database, MiB", {"database": 5.6}),
        ("a look, ms", {"look": 30.1}),
    ],
)
def test_what_grows_by_more_than_it_may_is_named(what: str, changed: dict[str, float]) -> None:
    assert [one.what for one in growths(FLAT, 8 * DAY) if not one.is_kept] == []
    grown = [*FLAT[:-3], *(replace(one, **changed) for one in FLAT[-3:])]  # type: ignore[arg-type] # each has its type
    assert [one.what for one in growths(grown, 8 * DAY) if not one.is_kept] == [what]
    assert "| missed |" in table(grown, growths(grown, 8 * DAY))


def test_one_sample_that_is_off_decides_nothing() -> None:
    assert all(one.is_kept for one in growths([*FLAT[:-1], replace(FLAT[-1], memory=500)], 8 * DAY))


def test_the_database_may_grow_until_it_holds_all_that_is_kept() -> None:
    filling = [replace(one, database=5 * one.at / DAY) if one.at <= 8 * DAY else one for one in FLAT]
    assert all(one.is_kept for one in growths(filling, 8 * DAY))


async def _a_year() -> float:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(timedelta(days=365).total_seconds())
    return loop.time()


def test_a_year_passes_at_once_while_nobody_has_anything_to_do() -> None:
    began = time.monotonic()
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        passed = runner.run(_a_year())
    assert passed == pytest.approx(timedelta(days=365).total_seconds())
    assert time.monotonic() - began < 10


async def _beside(work: Awaitable[object]) -> tuple[object, float]:
    loop = asyncio.get_running_loop()
    sleeper = asyncio.create_task(asyncio.sleep(1000))
    done = await work
    at = loop.time()
    sleeper.cancel()
    return done, at


def _slowly() -> int:
    time.sleep(0.1)
    return 7


def test_no_time_passes_while_a_thread_is_at_work() -> None:
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        done, at = runner.run(_beside(asyncio.to_thread(_slowly)))
    assert (done, at) == (7, 0)
