"""Limits concurrent answers: when hundreds of members ask at once, all answers are ready at the same moment.

Each answer needs its own connection, and opening two hundred connections takes longer than sending two hundred answers
over thirty. Alerts have a limit of their own and wait for as long as they must.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakKeyDictionary

AT_ONCE = 32
LONGEST_WAIT = 0.5
"""Maximum seconds that an answer waits for a slot, of the three it has, even if all others hang."""

_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait a limited time for a slot, and hold it until the block ends."""
    slots = _slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    counted = False
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WAIT):
            counted = await slots.acquire()
    try:
        yield
    finally:
        if counted:
            slots.release()
