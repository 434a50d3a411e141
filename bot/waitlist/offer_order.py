"""Who is offered free slots, and how long offered slots stay reserved.

First come, first served, as many as there are slots. A waiter who needs three slots does not block one who needs one
while only one is free: an idle slot helps nobody. For the same reason a waiter for an account that is full blocks
nobody who would take another, and one whose hold is not over blocks nobody who asked for none.

An offered slot that is not free any more ends the offer, whoever started the job: a provider doesn't say. Accepted
slots stay reserved until a look shows them in use; otherwise they would be offered to the next waiter while the job is
still being started. An account that is signed out, out of credits or removed has no slot that anybody can use: what was
offered of it is over, too.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.open_offers import OpenOffer, OpenOffers, offers_of_free
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import OfferedSlots, Outcome
from bot.waitlist.waiter_and_offer import Offer, Waiter, ended, expiry_alert, offer_alert, with_offer, without_withdrawn
from bot.waitlist.waitlist_storage import OfferReason, WaitlistUpdate, compare

FRESH_FOR = timedelta(minutes=2)
"""How long a snapshot is fresh enough to offer slots from; after that the next look offers."""


def offer_free_slots(waiters: Sequence[Waiter], snapshot: Snapshot) -> WaitlistUpdate:
    """Settle the offers that a snapshot ends, and offer the free slots to those who wait.

    Args:
        waiters: The provider's waiters who are not off the waitlist.
        snapshot: What a look showed; an account of uncertain state has no slots to offer, and settles no offer.
    """
    before = {waiter.id: waiter for waiter in sorted(waiters, key=lambda waiter: waiter.id)}
    free = {
        account.name: account.free or 0
        for account in snapshot.accounts
        if account.state in {AccountState.FREE, AccountState.FULL}
    }
    lost = lost_accounts(before.values(), snapshot)
    after = before | settle_offers(before.values(), free, snapshot.at, lost=lost)
    # What is left for new offers; below zero while more is reserved than is free.
    available = Counter(free)
    available.subtract(reserved_slots(after.values()))
    reasons: dict[int, OfferReason] = {}
    alerts: list[Alert] = []
    for waiter in tuple(after.values()):
        if waiter.is_waiting:
            counted = _with_enough_since(waiter, free, snapshot.at)
            decided, reasons[waiter.id] = _decide(counted, free, available, snapshot.at)
            available.subtract(reserved_slots((decided,)))
            after[waiter.id] = decided
            alerts += _alerts(decided, snapshot.at)
    return compare(before, after, tuple(alerts), reasons)


def reserved_slots(waiters: Iterable[Waiter]) -> Counter[str]:
    """Count the reserved slots by account."""
    reserved: Counter[str] = Counter()
    for waiter in waiters:
        if waiter.offer is not None and waiter.over_at is None:
            reserved.update({offered.account: offered.slots for offered in waiter.offer.slots})
    return reserved


def settle_offers(
    waiters: Iterable[Waiter], free: Mapping[str, int], at: datetime, *, lost: Collection[str] = ()
) -> dict[int, Waiter]:
    """Return the waiters with an offer, by their numbers, as they are after a look.

    Args:
        waiters: Waiters, with and without offers.
        free: The free slots of the accounts whose state is certain.
        at: The time of the look.
        lost: The accounts that certainly have no slot that anybody can use.
    """
    held = [(waiter, waiter.offer) for waiter in waiters if waiter.offer is not None]
    # By account: how many slots came into use since the look before, whose count every offer of an account holds.
    used = {
        offered.account: max(offered.free - free[offered.account], 0)
        for _, offer in held
        for offered in offer.slots
        if offered.account in free
    }
    after = {}
    for waiter, offer in sorted(held, key=_taking_order):
        usable = tuple(replace(one, slots=0, free=0) if one.account in lost else one for one in offer.slots)
        left = tuple(_without_used(offered, used, free) for offered in usable)
        unusable = any(offered.account in lost for offered in offer.slots)
        after[waiter.id] = _settle(waiter, replace(offer, slots=left), at, unusable=unusable)
    return dict(sorted(after.items()))


def lost_accounts(waiters: Iterable[Waiter], snapshot: Snapshot) -> frozenset[str]:
    """Return the offered accounts that certainly have no slot that anybody can use: faulted, or not there any more."""
    offers = (waiter.offer for waiter in waiters if waiter.offer is not None)
    usable = {account.name for account in snapshot.accounts if account.state is not AccountState.FAULTED}
    return frozenset(offered.account for offer in offers for offered in offer.slots) - usable


def _taking_order(held: tuple[Waiter, Offer]) -> tuple[bool, bool, datetime, int]:
    """Order by who most likely took a slot: who accepted an offer first, then who was told, then the oldest offer."""
    waiter, offer = held
    return offer.taken_at is None, offer.told_at is None, offer.at, waiter.id


def _without_used(offered: OfferedSlots, used: dict[str, int], free: Mapping[str, int]) -> OfferedSlots:
    """Return what is left of offered slots, and subtract from ``used`` those that count as used for this offer."""
    if (account := offered.account) not in free:
        return offered
    gone = min(used[account], offered.slots)
    used[account] -= gone
    return replace(offered, slots=offered.slots - gone, free=free[account])


def _settle(waiter: Waiter, offer: Offer, at: datetime, *, unusable: bool) -> Waiter:
    """Return a waiter with what is left of their offer, which ends if nothing is left or its time is over.

    ``unusable`` says whether some of its slots are on an account that nobody can use.
    """
    waiter = without_withdrawn(replace(waiter, offer=offer))
    if waiter.is_waiting:
        return waiter
    if offer.undelivered:
        return ended(waiter, Outcome.UNDELIVERED, at)
    if offer.is_used_up:
        # A member who was told may have used the slots; else the offer is withdrawn, or its message is on its way.
        over = Outcome.UNUSABLE if unusable else Outcome.USED
        return waiter if offer.told_at is None else ended(waiter, over, at)
    return ended(waiter, Outcome.LAPSED, at) if offer.is_over(at) else waiter


def _with_enough_since(waiter: Waiter, free: Mapping[str, int], at: datetime) -> Waiter:
    """Note since when enough slots are free, whoever else wants them: the hold counts from there."""
    enough = sum(_suitable(waiter, free).values()) >= waiter.slots
    # A moment in the future was noted before the clock was set back; the hold must not wait for it.
    return replace(waiter, enough_since=min(waiter.enough_since or at, at) if enough else None)


def _decide(
    waiter: Waiter, free: Mapping[str, int], available: Mapping[str, int], at: datetime
) -> tuple[Waiter, OfferReason]:
    if waiter.until <= at:
        return ended(waiter, Outcome.EXPIRED, at), OfferReason.EXPIRED
    if waiter.enough_since is None:
        return waiter, OfferReason.TOO_FEW
    if at - waiter.enough_since < waiter.hold:
        return waiter, OfferReason.TOO_SHORT
    chosen = _choose_accounts(waiter.slots, _suitable(waiter, available))
    if not chosen:
        return waiter, OfferReason.RESERVED
    offered = tuple(OfferedSlots(account=account, slots=slots, free=free[account]) for account, slots in chosen.items())
    return with_offer(waiter, offered, at), OfferReason.OFFERED


def _alerts(waiter: Waiter, at: datetime) -> tuple[Alert, ...]:
    if waiter.outcome is Outcome.EXPIRED:
        return (expiry_alert(waiter, at),)
    return () if waiter.offer is None else (offer_alert(waiter, waiter.offer),)


def _suitable(waiter: Waiter, slots: Mapping[str, int]) -> dict[str, int]:
    """Return the accounts that the waiter would take, with their slots."""
    return {account: number for account, number in slots.items() if waiter.account in {None, account}}


def _choose_accounts(wanted: int, available: Mapping[str, int]) -> dict[str, int]:
    """Choose slots from as few accounts as possible, those with the most first; none if there are not enough."""
    chosen: dict[str, int] = {}
    for account, slots in sorted(available.items(), key=lambda one: (-one[1], one[0])):
        if (some := min(slots, wanted - sum(chosen.values()))) > 0:
            chosen[account] = some
    return chosen if sum(chosen.values()) == wanted else {}


class PresentWaiters:
    """The waiters who are not off the waitlist, as the newest transaction left them; in memory.

    So whoever recommends an account knows at once which slots are offered to others.

    Args:
        now: The clock.
    """

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._waiters: dict[int, Waiter] = {}

    def note(self, waiters: Iterable[Waiter], changed: Iterable[Waiter] = (), *, provider: str | None = None) -> None:
        """Note what a transaction found, and what it changed.

        Args:
            waiters: The waiters that it found.
            changed: Those of them that it changed, as they are now.
            provider: Only those of this provider were read; None for all.
        """
        unread = () if provider is None else (one for one in self._waiters.values() if one.provider != provider)
        after = {one.id: one for one in (*unread, *waiters, *changed)}
        self._waiters = {number: one for number, one in after.items() if one.over_at is None}

    def is_used_up(self, key: str) -> bool:
        """Return whether the offer that the alert of this key makes has no free slot any more."""
        offers = (one.offer for one in self._waiters.values() if one.offer is not None)
        return any(offer.key == key and offer.is_used_up for offer in offers)

    def offers(self, snapshot: Snapshot) -> OpenOffers:
        """Return which free slots of a provider's newest snapshot are offered to people who waited.

        Offers that follow from a fresh one count before they are stored, so that nobody else is sent there meanwhile.
        """
        waiters = [one for one in self._waiters.values() if one.provider == snapshot.provider]
        at = self._now()
        if waiters and at - snapshot.at <= FRESH_FOR:
            changed = {one.id: one for one in offer_free_slots(waiters, snapshot).changed}
            waiters = [changed.get(one.id, one) for one in waiters]
        wanted = (
            OpenOffer(account=offered.account, slots=offered.slots, person=waiter.member)
            for waiter in waiters
            for offered in waiter.slots_on_offer(at)
        )
        return offers_of_free(snapshot, wanted)
