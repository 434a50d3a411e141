"""The waitlist: free slots are offered after each good look, and waiters whose time is over are told so.

Everything is decided inside the transaction that stores it, so no slot is offered to two.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import NoticeKind, Outcome, WaiterNotice
from bot.errors import BadInput, LeadLost, StorageUnavailable
from bot.event_waiting import wait_at_most
from bot.platforms import CommandName
from bot.waitlist.offer_answers import Declined, accept_offer, decline_offer
from bot.waitlist.offer_order import FRESH_FOR, PresentWaiters, offer_free_slots
from bot.waitlist.waiter_and_offer import Waiter, could_use, present_waiters
from bot.waitlist.waitlist_membership import (
    AlreadyWaiting,
    WaitlistEntry,
    admit_member,
    entry_of,
    expire,
    leave,
    next_end,
    readmit_member,
)
from bot.waitlist.waitlist_storage import WaiterStorage, WaitlistUpdate

LONGEST_PAUSE, SHORTEST_PAUSE = timedelta(minutes=1), timedelta(seconds=1)
"""Pauses between two checks for what ends without a look; below ``RESERVED_FOR``, so that no offer is missed."""

FORGOTTEN = "That offer is forgotten: offers are kept for some weeks only."
NOT_YOURS = "That is offered to somebody else; only they can take it or pass it on."

log = logging.getLogger(__name__)


class OfferEnded(BadInput):
    """An offer can't be accepted or declined any more.

    Attributes:
        waiter: The waiter to whom it was made, as they are now.
    """

    def __init__(self, waiter: Waiter) -> None:
        super().__init__("That offer is over.")
        self.waiter = waiter


class Waitlist:
    """Lets members wait for free slots, and offers them.

    Args:
        store: Where waiters are stored.
        present: Who is on the waitlist, in memory; from now on this notes each change there.
        wake: Called after alerts, or changes to them, were stored, or may have been.
        now: The clock.
    """

    def __init__(
        self,
        store: WaiterStorage,
        present: PresentWaiters,
        *,
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._present = present
        self._wake = wake
        self._now = now
        self._snapshots: dict[str, Snapshot] = {}
        # On PostgreSQL two who join at once don't see each other, and both would pass the check of the maximum.
        self._one_joins_at_a_time = asyncio.Lock()
        self._joined = asyncio.Event()

    async def on_snapshot(self, snapshot: Snapshot, /) -> None:
        """Offer the free slots of a provider; raises ``StorageUnavailable``."""
        self._snapshots[snapshot.provider] = snapshot
        await self._decide(lambda waiters: offer_free_slots(waiters, snapshot), provider=snapshot.provider)

    def total_slots(self, provider: str, account: str | None) -> int | None:
        """Return how many slots a provider, or one of its accounts, has in all; None if unknown."""
        snapshot = self.fresh_snapshot(provider)
        if snapshot is None:
            return None
        totals = [one.total for one in snapshot.accounts if account in {None, one.name}]
        known = [total for total in totals if total is not None]
        return sum(known) if known and len(known) == len(totals) else None

    async def join(self, waiter: Waiter) -> WaitlistEntry:
        """Add a waiter and return their entry; if they are waiting for the same already, return the existing one.

        Raises:
            BadInput: The member has reached the maximum.
            StorageUnavailable: It could not be stored.
        """
        present: list[Waiter] = []  # as the transaction read them: a read after it may fail

        def admit(others: Sequence[Waiter]) -> None:
            present.extend(others)
            admit_member(waiter, others, self._now())

        try:
            async with self._one_joins_at_a_time:
                added = replace(waiter, id=await self._store.add_waiter(waiter, admit))
        except AlreadyWaiting as there:
            return self._entry(there.waiter, present, already=True)
        self._present.note((*present, added))
        self._joined.set()
        return self._entry(added, (*present, added))

    async def entries_of(self, guild: int, member: int) -> tuple[WaitlistEntry, ...]:
        """Return what a member waits for or is offered in a guild; raises ``StorageUnavailable``."""
        waiters, at = await self._store.waiters(), self._now()
        own = (one for one in waiters if (one.guild, one.member) == (guild, member))
        return tuple(self._entry(one, waiters) for one in present_waiters(own, at))

    async def count_waiting(self, provider: str, account: str | None = None) -> int:
        """Return how many members wait for a slot of a provider, or for what one of its accounts could give.

        Raises:
            StorageUnavailable: It could not be read.
        """
        waiting = (one for one in await self._store.waiters() if one.is_waiting and one.provider == provider)
        return len({one.member for one in waiting if account is None or one.account in {None, account}})

    async def leave(self, guild: int, member: int, number: int) -> Waiter:
        """Take a member's waiter off the waitlist; raises ``BadInput`` and ``StorageUnavailable``."""
        at = self._now()
        entries = await self.entries_of(guild, member)
        waiter = next((one.waiter for one in entries if one.waiter.id == number and one.waiter.is_waiting), None)
        if waiter is not None:
            if (await self._decide(lambda waiters: leave(waiters, number, at))).changed:
                return waiter
            # Its message is about to be sent, or to be withdrawn.
            raise BadInput(f"A slot is just being offered to you under number {number}; try again in a minute.")
        raise BadInput(
            f"You aren't waiting under number {number}; ", CommandName("notify list"), " shows what you wait for."
        )

    async def rejoin(self, guild: int, member: int, number: int) -> WaitlistEntry:
        """Put a member back who left or missed an offer, at the place that they had; raises as ``join`` does."""
        at = self._now()
        present: list[Waiter] = []

        def readmit(waiter: Waiter | None, others: Sequence[Waiter]) -> Waiter:
            elsewhere = [one for one in others if one.id != number]
            present.extend(elsewhere)
            back = readmit_member(waiter, guild, member, at)
            admit_member(back, elsewhere, at)
            return back

        try:
            async with self._one_joins_at_a_time:
                back = await self._store.readmit_waiter(number, readmit)
        except AlreadyWaiting as there:
            return self._entry(there.waiter, (*present, there.waiter), already=True)
        self._present.note((*present, back))
        self._joined.set()
        return self._entry(back, (*present, back))

    async def accept_offer(self, key: str, member: int) -> Waiter:
        """Accept an offer for the member it was made to; return their new state. Raises as ``decline_offer`` does."""
        at = self._now()
        return await self._reply(
            key, member, Outcome.TAKEN, lambda waiters: accept_offer(waiters, key, at, self.fresh_snapshot)
        )

    async def decline_offer(self, key: str, member: int) -> Declined:
        """Decline an offer for the member it was made to.

        Raises:
            BadInput: It was made to somebody else.
            OfferEnded: It has ended.
            StorageUnavailable: It could not be stored.
        """
        at = self._now()
        present: list[Waiter] = []

        def declined(waiters: Sequence[Waiter]) -> WaitlistUpdate:
            present.extend(waiters)
            holder = next((one for one in waiters if one.offer is not None and one.offer.key == key), None)
            same = [one for one in waiters if holder is not None and one.provider == holder.provider]
            return decline_offer(same, key, at, None if holder is None else self.fresh_snapshot(holder.provider))

        waiter = await self._reply(key, member, Outcome.PASSED, declined)
        return Declined(waiter=waiter, wanted=any(could_use(one, waiter) for one in present))

    async def expire(self) -> None:
        """Notify waiters whose time is over, and end offers that lapsed; raises ``StorageUnavailable``."""
        at = self._now()
        await self._decide(lambda waiters: expire(waiters, at))

    async def run(self) -> None:
        """Notify waiters when their time is over, and end offers when they lapse, until cancelled.

        Raises:
            LeadLost: Another program serves them now.
        """
        while True:
            self._joined.clear()
            try:
                await self.expire()
                self._present.note(waiters := await self._store.waiters())
                end = next_end(waiters)
            except LeadLost:
                raise
            except StorageUnavailable as problem:
                log.warning("The waitlist can't be checked now and is tried again: %s", problem)
                end = None
            except Exception:
                log.exception("Checking the waitlist failed unexpectedly; please report it.")
                end = None
            pause = LONGEST_PAUSE if end is None else min(end - self._now(), LONGEST_PAUSE)
            await wait_at_most(self._joined, max(pause, SHORTEST_PAUSE).total_seconds())

    def fresh_snapshot(self, provider: str) -> Snapshot | None:
        """Return the newest snapshot of a provider; None if it is too old to go by."""
        snapshot = self._snapshots.get(provider)
        return snapshot if snapshot is not None and self._now() - snapshot.at <= FRESH_FOR else None

    def is_stale(self, alert: Alert) -> bool:
        """Return whether an alert offers slots that are not free any more, or of which no recent look knows."""
        notice = alert.content
        if not isinstance(notice, WaiterNotice) or notice.kind is not NoticeKind.OFFER or notice.outcome is not None:
            return False
        if self._present.is_used_up(alert.key):
            return True
        return self._now() - alert.at > FRESH_FOR and self.fresh_snapshot(notice.provider) is None

    def _entry(self, waiter: Waiter, waiters: Sequence[Waiter], *, already: bool = False) -> WaitlistEntry:
        return entry_of(waiter, waiters, self.fresh_snapshot(waiter.provider), self._now(), already=already)

    async def _reply(
        self, key: str, member: int, wanted: Outcome, decide: Callable[[Sequence[Waiter]], WaitlistUpdate]
    ) -> Waiter:
        holder = await self._store.find_by_offer(key)
        if holder is None:
            raise BadInput(FORGOTTEN)
        if holder.member != member:
            raise BadInput(NOT_YOURS)
        update = await self._decide(decide)
        replied = next((one for one in update.changed if one.offer is not None and one.offer.key == key), None)
        now = replied or await self._store.find_by_offer(key)
        # Somebody who repeats their reply gets the same answer again, as long as it is still true.
        if now is None or now.outcome is not wanted or (wanted is Outcome.TAKEN and not _is_reserved(now, self._now())):
            raise OfferEnded(now or holder)
        return now

    async def _decide(
        self, decide: Callable[[Sequence[Waiter]], WaitlistUpdate], *, provider: str | None = None
    ) -> WaitlistUpdate:
        present: Sequence[Waiter] = ()

        def noted(waiters: Sequence[Waiter]) -> WaitlistUpdate:
            nonlocal present
            present = waiters
            return decide(waiters)

        try:
            update = await self._store.decide(noted, self._now(), provider=provider)
        except StorageUnavailable:
            # It may be stored all the same: the answer to a COMMIT can be lost.
            self._wake()
            raise
        self._present.note(present, update.changed, provider=provider)
        for number, reason in update.reasons.items():
            log.debug("Waiter %d: %s.", number, reason)
        for notice in (alert.content for alert in update.alerts if isinstance(alert.content, WaiterNotice)):
            log.info("%s: member %d, number %d: %s.", notice.provider, notice.member, notice.waiter, notice.kind)
        if update.alerts or update.closed:
            self._wake()
        return update


def _is_reserved(waiter: Waiter, at: datetime) -> bool:
    return waiter.over_at is None and waiter.offer is not None and not waiter.offer.is_over(at)
