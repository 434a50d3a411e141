"""How many answers are on their way at once: when hundreds ask for the same look, all of them are ready in one moment.

Each answer under way needs a connection of its own, and opening two hundred of them takes longer than sending two
hundred answers over thirty. Not the pace of alerts (``pace``), which waits for as long as it must.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

AT_ONCE = 32
PATIENCE = 0.5
"""Seconds that an answer waits for its turn, of the three that it has: those that hang hold up no other for longer."""

_crowds: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait while too many are on their way, but not for long; then be one of them until the block ends."""
    crowd = _crowds.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    counted = True
    if crowd.locked():
        try:
            async with asyncio.timeout(PATIENCE):
                await crowd.acquire()
        except TimeoutError:
            counted = False
    else:
        await crowd.acquire()  # at once
    try:
        yield
    finally:
        if counted:
            crowd.release()
