"""Work for channels, each in a task of its own: trouble in one delays no other. Not what the work is."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from bot.delivery.retry import until_stored


class ChannelWorkers:
    """Works off what there is to do in each channel.

    Args:
        verb: What is done, for the names of the tasks.
        busy: Names the channels in which there is something to do; raises ``StorageUnavailable``.
        work: Works one of them off until nothing is left to do there.
    """

    def __init__(
        self,
        verb: str,
        busy: Callable[[], Awaitable[Collection[int]]],
        work: Callable[[int], Awaitable[None]],
    ) -> None:
        self._verb = verb
        self._busy = busy
        self._work = work
        self._more = asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._passed: set[int] = set()

    def wake(self) -> None:
        """Say that there is something new to do."""
        self._more.set()

    async def run(self) -> None:
        """Work until cancelled; what was left to do before the start comes first."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._more.clear()
                for channel in await until_stored(self._busy):
                    if channel in self._tasks:
                        self._passed.add(channel)
                    else:
                        self._tasks[channel] = group.create_task(self._clear(channel), name=f"{self._verb} {channel}")
                await self._more.wait()

    async def _clear(self, channel: int) -> None:
        await self._work(channel)
        del self._tasks[channel]
        if channel in self._passed:  # there was something to do that the task may have looked too early to see
            self._passed.remove(channel)
            self._more.set()
