"""An event loop whose time leaps: while nobody has anything to do, it is the next timer's turn at once.

It does not leap while a database or a thread is at work, nor while there is something to read: only waiting is left
out.
"""

import asyncio
import selectors
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from typing_extensions import override

IMPATIENCE = 0.02
"""Seconds of real time to wait for a thread before looking again whether it is at work."""

RESOLUTION = 1e-6
"""Seconds that count as the same moment: beside a year, asyncio's own 1e-9 are lost, and no timer would be due."""


class LeapingLoop(asyncio.SelectorEventLoop):
    """Its ``time`` starts at 0 and counts seconds that nobody waited for."""

    def __init__(self) -> None:
        self._leapt = 0.0
        self._at_work = 0
        super().__init__(_Selector(self))
        self._clock_resolution = RESOLUTION

    @property
    def is_at_work(self) -> bool:
        """Whether something is under way that ends by itself."""
        return self._at_work > 0

    @override
    def time(self) -> float:
        return self._leapt

    def leap(self, seconds: float) -> None:
        """Let time pass."""
        self._leapt += seconds

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let no time pass until the block ends."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1

    @override
    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override] # typeshed's own has type variables
        self._at_work += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._back)
        return future

    def _back(self, _: object) -> None:
        self._at_work -= 1


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: LeapingLoop) -> None:
        super().__init__()
        self._loop = loop

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        if self._loop.is_at_work:
            return super().select(IMPATIENCE)
        ready = super().select(0)
        if not ready and timeout is not None:
            self._loop.leap(timeout)
        return ready if ready or timeout is not None else super().select(IMPATIENCE)
