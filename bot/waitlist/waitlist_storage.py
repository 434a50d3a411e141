"""What the waitlist needs of the database, and what changes at one moment, stored as a whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import Outcome
from bot.waitlist.waiter_and_offer import Waiter


class OfferReason(StrEnum):
    """Why a waiter is or is not offered slots."""

    OFFERED = "enough slots are free"
    TOO_FEW = "too few slots are free"
    TOO_SHORT = "they have not been free for long enough"
    RESERVED = "the free slots are offered to others"
    EXPIRED = "the time to wait is over"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistUpdate:
    """What changes on the waitlist.

    Attributes:
        changed: The waiters that changed, as they are from now on.
        alerts: The alerts owed.
        closed: The outcomes of offers that ended, by the keys of their alerts, whose messages must show it.
        reasons: Why each waiter is or is not offered slots, by their numbers.
    """

    changed: tuple[Waiter, ...] = ()
    alerts: tuple[Alert, ...] = ()
    closed: Mapping[str, Outcome] = field(default_factory=dict)
    reasons: Mapping[int, OfferReason] = field(default_factory=dict)


def compare(
    before: Mapping[int, Waiter],
    after: Mapping[int, Waiter],
    alerts: tuple[Alert, ...] = (),
    reasons: Mapping[int, OfferReason] | None = None,
) -> WaitlistUpdate:
    """Return the update that leads from the waiters before to the waiters after, both by their numbers."""
    changed = tuple(waiter for number, waiter in after.items() if waiter != before[number])
    return WaitlistUpdate(
        changed=changed,
        alerts=alerts,
        closed={
            waiter.offer.key: waiter.outcome
            for waiter in changed
            if waiter.offer is not None and waiter.outcome is not None and before[waiter.id].outcome is None
        },
        reasons=reasons or {},
    )


def change_waiters(waiters: Iterable[Waiter], change: Callable[[Waiter], Waiter]) -> WaitlistUpdate:
    """Return the update that applies a change to each waiter by itself."""
    before = {waiter.id: waiter for waiter in waiters}
    return compare(before, {number: change(waiter) for number, waiter in before.items()})


class WaiterStorage(Protocol):
    """What the waitlist needs of the database; every method raises ``StorageUnavailable``."""

    async def waiters(self) -> tuple[Waiter, ...]:
        """Return the waiters who are not off the waitlist, in the order in which they came."""

    async def find_by_offer(self, key: str) -> Waiter | None:
        """Return the waiter to whom the alert of this key made an offer."""

    async def add_waiter(self, waiter: Waiter, admit: Callable[[Sequence[Waiter]], None]) -> int:
        """Store a waiter unless ``admit``, called with the present waiters, raises; return the number, never reused."""

    async def readmit_waiter(self, number: int, readmit: Callable[[Waiter | None, Sequence[Waiter]], Waiter]) -> Waiter:
        """Call ``readmit`` with a waiter and the present ones; store and return its result, unless it raises."""

    async def decide(
        self, decide: Callable[[Sequence[Waiter]], WaitlistUpdate], at: datetime, *, provider: str | None = None
    ) -> WaitlistUpdate:
        """Call ``decide`` with the present waiters, of one provider or of all, and store its update in one transaction.

        Its alerts are owed, and its offers end, at that moment.
        """
