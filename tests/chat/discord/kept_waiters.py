"""Those who wait, in memory, with a switch that takes the memory away; the real store is tested with the database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.alerts.alert import Alert
from bot.errors import StorageUnavailable
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist_storage import WaitlistUpdate


class KeptWaiters:
    """Keeps those who wait.

    Attributes:
        rows: Who ever waited, by their numbers.
        alerts: What was owed.
        down: Whether it refuses everything.
    """

    def __init__(self) -> None:
        self.rows: dict[int, Waiter] = {}
        self.alerts: list[Alert] = []
        self.down = False

    async def waiters(self) -> tuple[Waiter, ...]:
        """Return those whose waiting is not over."""
        self._answer()
        return tuple(waiter for waiter in self.rows.values() if waiter.over_at is None)

    async def find_by_offer(self, key: str) -> Waiter | None:
        """Find who holds an offer."""
        self._answer()
        return next((one for one in self.rows.values() if one.offer is not None and one.offer.key == key), None)

    async def add_waiter(self, waiter: Waiter, admit: Callable[[Sequence[Waiter]], None]) -> int:
        """Store one."""
        admit(await self.waiters())
        number = len(self.rows) + 1
        self.rows[number] = replace(waiter, id=number)
        return number

    async def readmit_waiter(self, number: int, readmit: Callable[[Waiter | None, Sequence[Waiter]], Waiter]) -> Waiter:
        """Store one anew."""
        back = readmit(self.rows.get(number), await self.waiters())
        self.rows[number] = back
        return back

    async def decide(
        self, decide: Callable[[Sequence[Waiter]], WaitlistUpdate], at: datetime, *, provider: str | None = None
    ) -> WaitlistUpdate:
        """Store what follows; what is owed is told at once."""
        found = [waiter for waiter in await self.waiters() if provider in {None, waiter.provider}]
        served = decide(found)
        self.rows |= {waiter.id: _told(waiter, at) for waiter in served.changed}
        self.alerts += served.alerts
        return served

    def _answer(self) -> None:
        if self.down:
            raise StorageUnavailable("the disk is full")


def _told(waiter: Waiter, at: datetime) -> Waiter:
    return waiter if waiter.offer is None else replace(waiter, offer=replace(waiter.offer, told_at=at))
