"""Runs long work on the event loop in slices, so that commands are answered in between."""

import asyncio
import time
from typing import TypeVar

from bot.alerts.look_outcome import Steps

SLICE = 0.005
"""Seconds of work before other tasks may run."""

T = TypeVar("T")


async def run_in_slices(steps: Steps[T]) -> T:
    """Take all steps, let other tasks run after each slice, and return the outcome."""
    while True:
        until = time.monotonic() + SLICE
        try:
            while time.monotonic() < until:
                next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
        await asyncio.sleep(0)
