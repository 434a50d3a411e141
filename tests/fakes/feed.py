"""Waking whoever waits for a far end to change; no sleeping, no polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

GIVE_UP_AFTER = 30.0
"""Seconds after which a test gives up on what has not happened: many, since a busy machine may stand still for some."""


class Feed:
    """Wake every waiter after each change, so that it can look again."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def notify(self) -> None:
        """Wake those who wait for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for(self, found: Callable[[], T], within: float = GIVE_UP_AFTER) -> T:
        """Return what `found` answers once that is true.

        Raises:
            TimeoutError: when it was not true within that many seconds.
        """
        try:
            async with asyncio.timeout(within):
                while not (value := found()):
                    await self._changed.wait()
                return value
        except TimeoutError:
            raise TimeoutError(f"nothing of the kind happened within {within:g} s") from None
