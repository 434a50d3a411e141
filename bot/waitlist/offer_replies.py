"""What waiters do themselves: accept an offer, decline it, or leave the waitlist; and waiters whose time is over."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.slot_notice import Outcome
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waiter import Waiter, ended, expiry_alert
from bot.waitlist.waitlist_update import OfferReason, WaitlistUpdate, compare


def accept_offer(waiters: Iterable[Waiter], key: str, at: datetime) -> WaitlistUpdate:
    """Accept the offer that the alert of this key made; the slots stay reserved until they are in use."""

    def accepted(waiter: Waiter) -> Waiter:
        if waiter.offer is None or not _has_open_offer(waiter, key):
            return waiter
        return replace(waiter, outcome=Outcome.TAKEN, offer=replace(waiter.offer, taken_at=at))

    return _change(waiters, accepted)


def decline_offer(waiters: Iterable[Waiter], key: str, at: datetime, snapshot: Snapshot | None) -> WaitlistUpdate:
    """Decline the offer that the alert of this key made, for the next waiter.

    Args:
        waiters: The provider's waiters who are not off the waitlist.
        key: The key of the alert.
        at: The time.
        snapshot: A fresh snapshot, from which the slots are offered at once; None to leave that to the next look.
    """
    before = {waiter.id: waiter for waiter in waiters}
    declined = _change(
        before.values(),
        lambda waiter: ended(waiter, Outcome.PASSED, at) if _has_open_offer(waiter, key) else waiter,
    )
    if snapshot is None or not declined.changed:
        return declined
    after = before | {waiter.id: waiter for waiter in declined.changed}
    # Without who declined: what they held must not be settled by this snapshot, too.
    offers = offer_free_slots([waiter for waiter in after.values() if waiter.over_at is None], snapshot)
    return compare(before, after | {waiter.id: waiter for waiter in offers.changed}, offers.alerts, offers.reasons)


def leave(waiters: Iterable[Waiter], number: int, at: datetime) -> WaitlistUpdate:
    """Take the waiter of this number off the waitlist, unless they have an offer already."""
    return _change(
        waiters,
        lambda waiter: ended(waiter, Outcome.CANCELLED, at) if waiter.is_waiting and waiter.id == number else waiter,
    )


def expire(waiters: Iterable[Waiter], at: datetime) -> WaitlistUpdate:
    """Take the waiters off the waitlist whose time is over; this needs no look."""
    before = {waiter.id: waiter for waiter in waiters if waiter.is_waiting and waiter.until <= at}
    after = {number: ended(waiter, Outcome.EXPIRED, at) for number, waiter in before.items()}
    alerts = tuple(expiry_alert(waiter, at) for waiter in after.values())
    return compare(before, after, alerts, dict.fromkeys(before, OfferReason.EXPIRED))


def _has_open_offer(waiter: Waiter, key: str) -> bool:
    return waiter.offer is not None and waiter.offer.key == key and waiter.outcome is None


def _change(waiters: Iterable[Waiter], change: Callable[[Waiter], Waiter]) -> WaitlistUpdate:
    before = {waiter.id: waiter for waiter in waiters}
    return compare(before, {number: change(waiter) for number, waiter in before.items()})
