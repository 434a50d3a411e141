"""How many answers are on their way at once: when hundreds ask for the same look, all of them are ready in one moment.

Each answer under way needs a connection of its own, and opening two hundred of them takes longer than sending two
hundred answers over thirty. The pace of alerts is ``send_pace``, which waits for as long as it must.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

AT_ONCE = 32
LONGEST_WAIT = 0.5
"""Maximum seconds that an answer waits for a slot, of the three that it has, however many hang."""

_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait for a slot, but not for long; it is taken until the block ends."""
    slots = _slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    counted = True
    if slots.locked():
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await slots.acquire()
        except TimeoutError:
            counted = False
    else:
        await slots.acquire()  # at once
    try:
        yield
    finally:
        if counted:
            slots.release()
