"""Tasks that go on after the code that started them has returned."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class BackgroundTasks:
    """Holds tasks until they are done, and logs those that fail.

    Args:
        log: Where a failure is logged.
        failure: What is logged, with the traceback.
    """

    def __init__(self, log: logging.Logger, failure: str) -> None:
        self._log = log
        self._failure = failure
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Start a task."""
        task = asyncio.create_task(work)
        self.hold(task)
        return task

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Hold a task that was started elsewhere."""
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def result_in_time(
        self,
        work: Coroutine[Any, Any, Result],
        seconds: float,
        *,
        late: Callable[[Result], Coroutine[Any, Any, None]],
    ) -> Result | None:
        """Return the result of some work; if it takes longer, return None, and call ``late`` with the result."""
        task = self.start(work)
        await asyncio.wait({task}, timeout=seconds)
        if task.done():
            return task.result()

        async def hand_on() -> None:
            await late(await task)

        self.start(hand_on())
        return None

    async def finish(self, seconds: float = 0.0) -> None:
        """Wait some seconds for the tasks under way, then cancel them."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._log.error(self._failure, exc_info=problem)
