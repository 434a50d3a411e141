"""What a member is shown of their place on the waitlist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.slot_notice import OfferedSlots
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waiter import Waiter, position_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistEntry:
    """A waiter, as the waitlist stands.

    Attributes:
        waiter: The waiter.
        position: Their position on the waitlist, from 1.
        next_offer: What the next look offers them, if it shows the same as the last one; empty if nothing.
        already: Whether they were there before they asked.
        behind_offer: Whether somebody else is offered slots that they would take.
    """

    waiter: Waiter
    position: int
    next_offer: tuple[OfferedSlots, ...] = ()
    already: bool = False
    behind_offer: bool = False


def entry_of(
    waiter: Waiter, waiters: Sequence[Waiter], snapshot: Snapshot | None, at: datetime, *, already: bool = False
) -> WaitlistEntry:
    """Return a waiter's entry.

    Args:
        waiter: The waiter, who waits or has an open offer.
        waiters: Everybody who is not off the waitlist.
        snapshot: A fresh snapshot of the waiter's provider; None if there is none.
        at: The time.
        already: Whether they were there before they asked.
    """
    next_offer: tuple[OfferedSlots, ...] = ()
    if snapshot is not None and waiter.is_waiting:
        rivals = [one for one in waiters if one.provider == waiter.provider]
        offers = (one.offer for one in offer_free_slots(rivals, snapshot).changed if one.id == waiter.id)
        next_offer = tuple(offered for offer in offers if offer is not None for offered in offer.slots)
    return WaitlistEntry(
        waiter=waiter,
        position=position_of(waiter, waiters),
        next_offer=next_offer,
        already=already,
        behind_offer=any(_is_offered_before(other, waiter, at) for other in waiters),
    )


def _is_offered_before(other: Waiter, waiter: Waiter, at: datetime) -> bool:
    """Return whether somebody else is offered slots now that a waiter would take."""
    if other.provider != waiter.provider or other.member == waiter.member:
        return False
    accounts = {one.account for one in other.slots_on_offer(at) if one.slots}
    return waiter.account in accounts if waiter.account else bool(accounts)
