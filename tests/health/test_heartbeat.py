"""The heartbeat, heard over real sockets as a monitor hears it; its pauses are noted and not slept."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.health.heartbeat import GRACE_PERIOD, INTERVAL, TIME_LIMIT, Heartbeat
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.monitor import PATH, FakeMonitor


class Life:
    """A bot that is well or has problems, and a clock that moves with each pause.

    Attributes:
        ails: What is found each time it is asked; the last goes on.
        takes: Seconds that finding it out takes.
        naps: The pauses so far.
    """

    def __init__(self) -> None:
        self.ails: list[tuple[str, ...]] = [()]
        self.takes = 0.0
        self.naps: list[float] = []
        self._clock = 0.0
        self._woken = asyncio.Semaphore(0)
        self._napping = asyncio.Event()

    def heartbeat(self, url: str, *, time_limit: float = 5.0) -> Heartbeat:
        """Make a heartbeat of this life."""
        return Heartbeat(url, self._problems, sleep=self._sleep, monotonic=lambda: self._clock, time_limit=time_limit)

    async def goes_on(self, pauses: int = 1) -> None:
        """End the pauses, and wait until the next one begins."""
        for _ in range(pauses):
            await self._napping.wait()
            self._napping.clear()
            self._woken.release()
        await asyncio.wait_for(self._napping.wait(), GIVE_UP_AFTER)

    async def _problems(self) -> tuple[str, ...]:
        self._clock += self.takes
        found = self.ails.pop(0) if len(self.ails) > 1 else self.ails[0]
        if "?" in found:
            raise RuntimeError("nobody thought of that")
        return found

    async def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self._napping.set()
        await self._woken.acquire()
        self._clock += seconds


@pytest.fixture
async def life() -> Life:
    return Life()


@pytest.fixture
async def monitor() -> AsyncIterator[FakeMonitor]:
    async with FakeMonitor() as started:
        yield started


@contextlib.asynccontextmanager
async def beating(heartbeat: Heartbeat) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(heartbeat.run())
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, TIME_LIMIT / 2)


def levels(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.levelname for record in caplog.records if record.name == "bot.health.heartbeat"]


async def test_while_all_is_well_the_url_is_fetched_every_minute(life: Life, monitor: FakeMonitor) -> None:
    life.takes = 4.0
    async with beating(life.heartbeat(monitor.url)):
        await life.goes_on(3)

    assert monitor.told == ["GET /", "GET /", "GET /"]
    assert life.naps == [GRACE_PERIOD, INTERVAL - 4, INTERVAL - 4, INTERVAL - 4]


async def test_a_problem_that_lasts_is_reported_until_it_is_gone(
    life: Life, monitor: FakeMonitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    life.ails = [("gateway",), ("gateway", "outbox"), ("gateway",), ("gateway", "outbox"), ()]
    async with beating(life.heartbeat(monitor.url)):
        await life.goes_on(6)

    assert monitor.told == ["GET /fail", "GET /fail", "GET /", "GET /"]
    assert life.naps == [
        GRACE_PERIOD,
        GRACE_PERIOD,
        INTERVAL - GRACE_PERIOD,
        GRACE_PERIOD,
        INTERVAL - GRACE_PERIOD,
        INTERVAL,
        INTERVAL,
    ]
    assert levels(caplog) == ["WARNING", "INFO"]
    assert "gateway, outbox" in caplog.text


async def test_a_problem_that_is_gone_within_seconds_is_not_reported(
    life: Life, monitor: FakeMonitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    life.ails = [("gateway",), ()]
    async with beating(life.heartbeat(monitor.url)):
        await life.goes_on(2)

    assert monitor.told == ["GET /"]
    assert levels(caplog) == []


async def test_a_bot_that_cannot_be_examined_is_reported_as_a_failure(
    life: Life, monitor: FakeMonitor, caplog: pytest.LogCaptureFixture
) -> None:
    life.ails = [("?",)]
    async with beating(life.heartbeat(monitor.url)):
        await life.goes_on(2)

    assert monitor.told == ["GET /fail"]
    assert "nobody thought of that" in caplog.text


async def test_a_monitor_that_refuses_is_logged_once_and_its_return_once(
    life: Life, monitor: FakeMonitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    refusals = (404, 500, 301)
    async with beating(life.heartbeat(monitor.url)):
        for status in refusals:
            monitor.status = status
            await life.goes_on(3)
            monitor.status = 204
            await life.goes_on(2)

    assert monitor.told == ["GET /"] * 15
    assert levels(caplog) == ["WARNING", "INFO"] * 3
    warned = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert all(f"it answered {status}" in line for status, line in zip(refusals, warned, strict=True))
    assert PATH not in caplog.text


@pytest.mark.parametrize("url", [f"http://127.0.0.1:1{PATH}", f"http://[::{PATH}"])
async def test_a_monitor_that_is_not_there_is_tried_again_every_minute(
    life: Life, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    async with beating(life.heartbeat(url)):
        await life.goes_on(3)

    assert life.naps == [GRACE_PERIOD, INTERVAL, INTERVAL, INTERVAL]
    assert levels(caplog) == ["WARNING"]
    assert PATH not in caplog.text


async def test_a_monitor_that_does_not_answer_is_left_alone_after_the_time_limit(
    life: Life, monitor: FakeMonitor, caplog: pytest.LogCaptureFixture
) -> None:
    monitor.hangs = True
    async with beating(life.heartbeat(monitor.url, time_limit=0.25)):
        await life.goes_on(2)

    assert monitor.told == ["GET /", "GET /"]
    assert levels(caplog) == ["WARNING"]
    assert "no answer within 0.25 s" in caplog.text


async def test_the_heartbeat_ends_at_once_in_the_middle_of_a_beat(life: Life, monitor: FakeMonitor) -> None:
    monitor.hangs = True
    async with beating(life.heartbeat(monitor.url)) as task:
        asking = asyncio.create_task(life.goes_on())
        assert await monitor.hears() == "GET /"
        task.cancel()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, TIME_LIMIT / 2)
