"""Waiting for an event, but not for longer than something else is due."""

import asyncio
import contextlib


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Wait until an event is set, for this many seconds at most."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):  # ``wait_for`` may lose a cancellation before Python 3.12
            await event.wait()
