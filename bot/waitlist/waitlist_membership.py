"""Who joins the waitlist, comes back to it, leaves it or has waited long enough; and which place they have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.waiter_notice import OfferedSlots, Outcome
from bot.errors import BadInput, CapacityBotError
from bot.platforms import CommandName
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waiter_and_offer import (
    Waiter,
    ended,
    expiry_alert,
    position_of,
    present_waiters,
    waiting_again,
    without_withdrawn,
)
from bot.waitlist.waitlist_storage import OfferReason, WaitlistUpdate, change_waiters

MAX_PER_MEMBER = 5
"""Maximum number of waiters of one member in a guild."""

MAY_WAIT_AGAIN = frozenset(
    {Outcome.CANCELLED, Outcome.PASSED, Outcome.USED, Outcome.UNUSABLE, Outcome.LAPSED, Outcome.GONE}
)
"""The outcomes after which a member can have their place back."""


class AlreadyWaiting(CapacityBotError):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """The member is on the waitlist for the same already; the answer tells them their place.

    Attributes:
        waiter: As they are there: waiting, or offered slots.
    """

    def __init__(self, waiter: Waiter) -> None:
        super().__init__(waiter.id)
        self.waiter = waiter


def admit_member(waiter: Waiter, others: Sequence[Waiter], at: datetime) -> None:
    """Check that a member may join the others on the waitlist.

    Raises:
        AlreadyWaiting: They wait for the same, or are offered it.
        BadInput: They have reached the maximum.
    """
    own = present_waiters((one for one in others if (one.guild, one.member) == (waiter.guild, waiter.member)), at)
    for one in own:
        if one.wants_same_as(waiter):
            raise AlreadyWaiting(one)
    if sum(one.is_waiting for one in own) >= MAX_PER_MEMBER:
        raise BadInput(
            f"You're waiting for {MAX_PER_MEMBER} already; ", CommandName("notify cancel"), " one of them first."
        )


def readmit_member(waiter: Waiter | None, guild: int, member: int, at: datetime) -> Waiter:
    """Return a waiter back on the waitlist.

    Raises:
        AlreadyWaiting: They are on the waitlist already.
        BadInput: The place is somebody else's, or it is too late.
    """
    if waiter is not None and (waiter.guild, waiter.member) != (guild, member):
        raise BadInput("That is somebody else's place; ", CommandName("notify me"), " gets you one.")
    if waiter is not None and waiter.outcome is None:
        raise AlreadyWaiting(next(iter(present_waiters([waiter], at)), waiter))
    if waiter is None or waiter.outcome not in MAY_WAIT_AGAIN or waiter.until <= at:
        raise BadInput("It's too late for that: ", CommandName("notify me"), " asks again.")
    return waiting_again(waiter, at)


def leave(waiters: Iterable[Waiter], number: int, at: datetime) -> WaitlistUpdate:
    """Take the waiter of this number off the waitlist, unless they have an offer already."""

    def left(waiter: Waiter) -> Waiter:
        waiting = without_withdrawn(waiter)
        return ended(waiting, Outcome.CANCELLED, at) if waiting.is_waiting and waiter.id == number else waiter

    return change_waiters(waiters, left)


def expire(waiters: Iterable[Waiter], at: datetime) -> WaitlistUpdate:
    """Take the waiters off the waitlist whose time is over, and end the offers that were not answered in time.

    Waiters whose offer was withdrawn wait on.
    """

    def expired(waiter: Waiter) -> Waiter:
        waiter = without_withdrawn(waiter)
        if waiter.is_waiting and waiter.until <= at:
            return ended(waiter, Outcome.EXPIRED, at)
        if waiter.offer is not None and waiter.outcome is None and waiter.offer.is_over(at):
            return replace(waiter, outcome=Outcome.LAPSED)
        return waiter

    update = change_waiters(waiters, expired)
    told = [waiter for waiter in update.changed if waiter.outcome is Outcome.EXPIRED]
    return replace(
        update,
        alerts=tuple(expiry_alert(waiter, at) for waiter in told),
        reasons={waiter.id: OfferReason.EXPIRED for waiter in told},
    )


def next_end(waiters: Iterable[Waiter]) -> datetime | None:
    """Return when ``expire`` next changes something; None if nothing ends without a look."""
    return min((waiter.ends_at for waiter in waiters if waiter.ends_at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistEntry:
    """A waiter and their place on the waitlist.

    Attributes:
        waiter: The waiter.
        position: Their position on the waitlist, from 1.
        next_offer: What the next look offers them, if it shows the same as the last one; empty if nothing.
        already: Whether they were on the waitlist before they asked.
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
        already: Whether they were on the waitlist before they asked.
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
