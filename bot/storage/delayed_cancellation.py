"""Delays the cancellation of a transaction until it has ended.

If a statement is cancelled, aiosqlite's thread keeps the lock that it was about to take, and every later write fails
until the program ends. Transactions are short, so a cancellation can wait for them.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

GRACE_SECONDS = 3.0
"""Maximum seconds that a cancellation waits: the program must end within 5 seconds, whatever a database does."""


def cancel_shielded(work: Callable[P, Coroutine[object, object, T]]) -> Callable[P, Coroutine[object, object, T]]:
    """Finish the work even if its caller is cancelled, and raise the cancellation afterwards."""

    @wraps(work)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.create_task(work(*args, **kwargs))
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            await _let_end(task)
            raise
        return task.result()

    return run


async def _let_end(task: asyncio.Task[T]) -> None:
    clock = asyncio.get_running_loop().time
    deadline = clock() + GRACE_SECONDS
    while not task.done() and clock() < deadline:
        with suppress(asyncio.CancelledError):  # the first one is raised; another adds nothing
            await asyncio.wait({task}, timeout=deadline - clock())
    if not task.done():
        task.cancel()
    elif not task.cancelled():
        task.exception()  # otherwise asyncio logs that it was never retrieved
