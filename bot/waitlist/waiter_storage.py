"""What the waitlist needs of the database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist_update import WaitlistUpdate


class WaiterStorage(Protocol):
    """What the waitlist needs of the database; every method raises ``StorageUnavailable``."""

    async def waiters(self) -> tuple[Waiter, ...]:
        """Return the waiters who are not off the waitlist, in the order in which they came."""
        ...

    async def find_by_offer(self, key: str) -> Waiter | None:
        """Return the waiter to whom the alert of this key made an offer."""
        ...

    async def add_waiter(self, waiter: Waiter, admit: Callable[[Sequence[Waiter]], None]) -> int:
        """Store a waiter unless ``admit``, called with the present waiters, raises; return the new number."""
        ...

    async def readmit_waiter(self, number: int, readmit: Callable[[Waiter | None, Sequence[Waiter]], Waiter]) -> Waiter:
        """Store what ``readmit`` makes of a waiter, called with the present ones, unless it raises; return it."""
        ...

    async def decide(
        self, decide: Callable[[Sequence[Waiter]], WaitlistUpdate], at: datetime, *, provider: str | None = None
    ) -> WaitlistUpdate:
        """Call ``decide`` with the present waiters and store its update, in one transaction."""
        ...
