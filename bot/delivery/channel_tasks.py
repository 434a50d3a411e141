"""Runs a task for each channel with work to do, so that trouble in one delays no other; and wakes these tasks."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

from bot.delivery.retry import BACKOFF, Backoff, until_stored
from bot.event_waiting import wait_at_most


class WakeUp:
    """Wakes the alert sender and the message editor, which register themselves and then read the database.

    It is made first, so that whatever stores alerts can hold it before there is a sender.
    """

    def __init__(self) -> None:
        self._senders: list[Callable[[], None]] = []
        self._editors: list[Callable[[], None]] = []

    def register(self, *, sender: Callable[[], None] | None = None, editor: Callable[[], None] | None = None) -> None:
        """Register a function to call when the sender, or the editor, has something to do."""
        self._senders += [] if sender is None else [sender]
        self._editors += [] if editor is None else [editor]

    def sender(self) -> None:
        """Signal that alerts may be owed."""
        for wake in self._senders:
            wake()

    def editor(self) -> None:
        """Signal that messages may be outdated."""
        for wake in self._editors:
            wake()

    def both(self) -> None:
        """Signal that alerts may be owed and messages outdated."""
        self.sender()
        self.editor()


RECHECK_EVERY = timedelta(seconds=30)
"""Maximum pause between two checks for work: nobody is woken if the answer to a COMMIT was lost."""


class ChannelWorkers:
    """Does the work of each channel in a task of its own.

    Args:
        verb: What the tasks do, for their names.
        busy: Returns the channels with work to do; raises ``StorageUnavailable``.
        work: Works in one channel until nothing is left to do there.
        backoff: Pauses while the database doesn't answer.
    """

    def __init__(
        self,
        verb: str,
        busy: Callable[[], Awaitable[Collection[int]]],
        work: Callable[[int], Awaitable[None]],
        backoff: Backoff = BACKOFF,
    ) -> None:
        self._verb = verb
        self._busy = busy
        self._work = work
        self._backoff = backoff
        self._woken = asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._check_again: set[int] = set()

    def wake(self) -> None:
        """Signal that there is something new to do."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled; what was left to do before the start comes first."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._woken.clear()
                for channel in await until_stored(self._busy, self._backoff):
                    if channel in self._tasks:
                        self._check_again.add(channel)
                    else:
                        task = group.create_task(self._run_task(channel), name=f"{self._verb} {channel}")
                        self._tasks[channel] = task
                await wait_at_most(self._woken, RECHECK_EVERY.total_seconds())

    async def _run_task(self, channel: int) -> None:
        await self._work(channel)
        del self._tasks[channel]
        if channel in self._check_again:  # new work may have come after the task checked for the last time
            self._check_again.remove(channel)
            self._woken.set()
