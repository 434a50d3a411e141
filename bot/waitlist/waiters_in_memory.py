"""Who is on the waitlist, in memory: so that whoever recommends an account knows at once which slots are offered."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.accounts.open_offers import NO_OFFERS, OpenOffer, OpenOffers, offers_of_free
from bot.accounts.snapshot import Snapshot
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waiter import Waiter

FRESH_FOR = timedelta(minutes=2)
"""How long a snapshot is fresh enough to offer slots from; after that the next look offers."""


class PresentWaiters:
    """The waiters who are not off the waitlist, as the newest transaction left them.

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
            changed: Those of them that differ from then on, as they are.
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

        What is to be offered of a fresh one counts: whoever asks while that is being stored is not sent there.
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
        return offers_of_free(snapshot, wanted) if waiters else NO_OFFERS
