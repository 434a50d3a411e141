"""Each channel with work to do has a task of its own, until the work is done; whoever stores alerts wakes them."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.channel_tasks import RECHECK_EVERY, ChannelWorkers, WakeUp
from tests.delivery.far_end_log import living
from tests.fakes.feed import GIVE_UP_AFTER


class Work:
    """Work that piles up as a test arranges it."""

    def __init__(self) -> None:
        self.busy: set[int] = set()
        self.started: asyncio.Queue[int] = asyncio.Queue()
        self.checks: asyncio.Queue[None] = asyncio.Queue()
        self.goes_on = asyncio.Event()
        self.workers = ChannelWorkers("work in", self.channels, self.work)

    async def channels(self) -> set[int]:
        """Return the busy channels."""
        self.checks.put_nowait(None)
        return set(self.busy)

    async def work(self, channel: int) -> None:
        """Work when the test says so."""
        self.started.put_nowait(channel)
        await self.goes_on.wait()

    async def checked(self) -> None:
        """Wait until the busy channels were asked for."""
        async with asyncio.timeout(GIVE_UP_AFTER):
            await self.checks.get()

    async def starts(self) -> int:
        """Wait until a channel's work starts."""
        async with asyncio.timeout(GIVE_UP_AFTER):
            return await self.started.get()


async def test_a_busy_channel_gets_no_second_task_and_delays_no_other() -> None:
    work = Work()
    work.busy = {1}
    async with living(work.workers.run()):
        assert await work.starts() == 1
        work.busy = {1, 2}
        work.workers.wake()
        assert await work.starts() == 2
        assert work.started.empty()


async def test_a_channel_woken_during_its_work_is_checked_again_afterwards() -> None:
    work = Work()
    work.busy = {1}
    async with living(work.workers.run()):
        assert await work.starts() == 1
        await work.checked()
        work.workers.wake()
        await work.checked()
        await asyncio.sleep(0)  # the channel is seen at work
        work.goes_on.set()
        assert await work.starts() == 1
        for _ in range(50):
            await asyncio.sleep(0)
        assert work.started.empty()


async def test_a_channel_that_can_not_be_finished_waits_for_the_next_wake_up() -> None:
    work = Work()
    work.busy = {1}
    work.goes_on.set()
    async with living(work.workers.run()):
        assert await work.starts() == 1
        for _ in range(50):
            await asyncio.sleep(0)
        assert (work.started.qsize(), work.checks.qsize()) == (0, 1)
        work.workers.wake()
        assert await work.starts() == 1


async def test_work_that_nobody_announced_is_found_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.channel_tasks.RECHECK_EVERY", timedelta(milliseconds=10))
    work = Work()
    async with living(work.workers.run()):
        await work.checked()
        work.busy = {1}
        assert await work.starts() == 1


def test_work_that_nobody_announced_waits_for_half_a_minute_at_most() -> None:
    assert timedelta(seconds=1) < RECHECK_EVERY <= timedelta(seconds=30)


async def test_a_task_is_named_after_what_it_does() -> None:
    work = Work()
    work.busy = {7}
    async with living(work.workers.run()):
        await work.starts()
        assert "work in 7" in {task.get_name() for task in asyncio.all_tasks()}


async def test_an_unexpected_failure_ends_all_workers() -> None:
    async def fails(_: int) -> None:
        raise ValueError("a bug")

    async def channels() -> tuple[int, ...]:
        return (1,)

    with pytest.raises(ExceptionGroup):
        await asyncio.wait_for(ChannelWorkers("work in", channels, fails).run(), GIVE_UP_AFTER)


def test_each_is_woken_by_itself_or_both_together() -> None:
    wake_up, woken = WakeUp(), list[str]()
    wake_up.both()  # before anybody registered
    wake_up.register(sender=lambda: woken.append("sender"))
    wake_up.register(editor=lambda: woken.append("editor"))
    wake_up.sender()
    wake_up.editor()
    wake_up.both()
    assert woken == ["sender", "editor", "sender", "editor"]
