"""Waiting for an event with a time limit."""

import asyncio
import contextlib


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Wait until an event is set, but at most for this number of seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):  # ``wait_for`` may lose a cancellation before Python 3.12
            await event.wait()
