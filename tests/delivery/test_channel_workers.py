"""Each channel has a task of its own, for as long as there is something to do."""

import asyncio

import pytest

from bot.delivery.channel_workers import ChannelWorkers
from tests.delivery.far_end_log import living


class Desk:
    """Work that piles up as a test arranges it."""

    def __init__(self) -> None:
        self.busy: set[int] = set()
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.looks: asyncio.Queue[None] = asyncio.Queue()
        self.goes_on = asyncio.Event()
        self.lanes = ChannelWorkers("work in", self.channels, self.work)

    async def channels(self) -> set[int]:
        """Name the busy channels."""
        self.looks.put_nowait(None)
        return set(self.busy)

    async def work(self, channel: int) -> None:
        """Work when the test says so."""
        self.begun.put_nowait(channel)
        await self.goes_on.wait()

    async def looked(self) -> None:
        """Wait until the busy channels were asked for."""
        async with asyncio.timeout(10):
            await self.looks.get()

    async def begins(self) -> int:
        """Wait until a channel is worked in."""
        async with asyncio.timeout(10):
            return await self.begun.get()


async def test_a_busy_channel_gets_no_second_task_and_delays_no_other() -> None:
    desk = Desk()
    desk.busy = {1}
    async with living(desk.lanes.run()):
        assert await desk.begins() == 1
        desk.busy = {1, 2}
        desk.lanes.wake()
        assert await desk.begins() == 2
        assert desk.begun.empty()


async def test_a_channel_woken_during_its_work_is_checked_again_afterwards() -> None:
    desk = Desk()
    desk.busy = {1}
    async with living(desk.lanes.run()):
        assert await desk.begins() == 1
        await desk.looked()
        desk.lanes.wake()
        await desk.looked()
        await asyncio.sleep(0)  # the channel is seen at work
        desk.goes_on.set()
        assert await desk.begins() == 1
        for _ in range(50):
            await asyncio.sleep(0)
        assert desk.begun.empty()


async def test_a_channel_that_can_not_be_finished_waits_for_the_next_wake_up() -> None:
    desk = Desk()
    desk.busy = {1}
    desk.goes_on.set()
    async with living(desk.lanes.run()):
        assert await desk.begins() == 1
        for _ in range(50):
            await asyncio.sleep(0)
        assert (desk.begun.qsize(), desk.looks.qsize()) == (0, 1)
        desk.lanes.wake()
        assert await desk.begins() == 1


async def test_a_task_is_named_after_what_it_does() -> None:
    desk = Desk()
    desk.busy = {7}
    async with living(desk.lanes.run()):
        await desk.begins()
        assert "work in 7" in {task.get_name() for task in asyncio.all_tasks()}


async def test_an_unexpected_failure_ends_all_workers() -> None:
    async def fails(_: int) -> None:
        raise ValueError("a bug")

    async def channels() -> tuple[int, ...]:
        return (1,)

    with pytest.raises(ExceptionGroup):
        await asyncio.wait_for(ChannelWorkers("work in", channels, fails).run(), 10)
