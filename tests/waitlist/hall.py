"""A waitlist on a real database, where members ask, looks are made and alerts are heard."""

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import WaiterNotice
from bot.storage.database import Store
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist import Waitlist
from tests.delivery.far_end_log import Clock
from tests.moments import after
from tests.waitlist.made import look


class Hall:
    """A waitlist, and how often it woke delivery."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.woken = 0
        self.present = PresentWaiters(now=self.clock)
        self.waitlist = Waitlist(store.waiters, self.present, wake=self._wake, now=self.clock)

    async def ask(self, *waiters: Waiter) -> list[int]:
        """Put some on the waitlist, and return their numbers."""
        return [(await self.waitlist.join(one)).waiter.id for one in waiters]

    async def look(self, seconds: float, **free: int | None) -> None:
        """Look."""
        self.clock.at = after(seconds=seconds)
        await self.waitlist.on_snapshot(look(self.clock.at, **free))

    def offers(self, **free: int | None) -> int:
        """Return how many slots of a look that shows this are offered."""
        return self.present.offers(look(self.clock.at, **free)).slots

    async def hear(self) -> Alert:
        """Take the next alert that is owed, as Discord would."""
        owed = await self.store.outbox.oldest_owed(7)
        assert owed is not None
        await self.store.outbox.mark_delivered(owed.id, owed.id, self.clock.at)
        return owed.alert

    async def offered(self) -> list[int]:
        """Return to whom alerts are owed, and deliver them."""
        told = []
        while await self.store.outbox.owed_channels():
            told.append(notice_of(await self.hear()).waiter)
        return told

    def _wake(self) -> None:
        self.woken += 1


def notice_of(alert: Alert) -> WaiterNotice:
    """Return the notice to a waiter that an alert is."""
    assert isinstance(alert.content, WaiterNotice)
    return alert.content
