"""What a waiter answers to an offer: *I'm starting now* accepts it, *Don't need it* declines it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.waiter_notice import Outcome
from bot.waitlist.offer_order import lost_accounts, offer_free_slots
from bot.waitlist.waiter_and_offer import Waiter, ended
from bot.waitlist.waitlist_storage import WaitlistUpdate, change_waiters, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A declined offer.

    Attributes:
        waiter: Who declined it.
        wanted: Whether somebody else was waiting for what was declined.
    """

    waiter: Waiter
    wanted: bool


def accept_offer(
    waiters: Iterable[Waiter], key: str, at: datetime, fresh: Callable[[str], Snapshot | None] = lambda _: None
) -> WaitlistUpdate:
    """Accept the offer that the alert of this key made, or end it if its time is over or all its slots are gone.

    Accepted slots stay reserved until they are in use. ``fresh`` returns a provider's snapshot, unless it is too old.
    """

    def accepted(waiter: Waiter) -> Waiter:
        if waiter.offer is None or not _awaits_answer(waiter, key):
            return waiter
        if waiter.offer.is_over(at):
            return replace(waiter, outcome=Outcome.LAPSED)
        if waiter.offer.is_used_up:  # a look showed that while its message was on its way
            seen = fresh(waiter.provider)
            unusable = seen is not None and lost_accounts([waiter], seen)
            return ended(waiter, Outcome.UNUSABLE if unusable else Outcome.USED, at)
        return replace(waiter, outcome=Outcome.TAKEN, offer=replace(waiter.offer, taken_at=at))

    return change_waiters(waiters, accepted)


def decline_offer(waiters: Iterable[Waiter], key: str, at: datetime, snapshot: Snapshot | None) -> WaitlistUpdate:
    """Decline the offer that the alert of this key made, for the next waiter.

    Args:
        waiters: The provider's waiters who are not off the waitlist.
        key: The key of the alert.
        at: The time.
        snapshot: A fresh snapshot, from which the slots are offered at once; None to leave that to the next look.
    """
    before = {waiter.id: waiter for waiter in waiters}
    declined = change_waiters(
        before.values(),
        lambda waiter: ended(waiter, Outcome.PASSED, at) if _awaits_answer(waiter, key) else waiter,
    )
    if snapshot is None or not declined.changed:
        return declined
    after = before | {waiter.id: waiter for waiter in declined.changed}
    # Without the one who declined, whose offer this snapshot must not settle a second time.
    offers = offer_free_slots([waiter for waiter in after.values() if waiter.over_at is None], snapshot)
    return compare(before, after | {waiter.id: waiter for waiter in offers.changed}, offers.alerts, offers.reasons)


def _awaits_answer(waiter: Waiter, key: str) -> bool:
    """Return whether the alert of this key made an offer that has no outcome yet; its time may be over."""
    return waiter.offer is not None and waiter.offer.key == key and waiter.outcome is None
