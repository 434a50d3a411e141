"""What waiters do themselves (join, leave, accept an offer, decline it), and what ends without a look."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.slot_notice import Outcome
from bot.errors import BadInput, CapacityBotError
from bot.platforms import CommandName
from bot.waitlist.offer_order import lost_accounts, offer_free_slots
from bot.waitlist.waiter import Waiter, ended, expiry_alert, waiting_again, without_withdrawn
from bot.waitlist.waitlist_changes import OfferReason, WaitlistUpdate, compare

MAX_PER_MEMBER = 5
"""Maximum number of waiters of one member in a guild."""


MAY_WAIT_AGAIN = frozenset(
    {Outcome.CANCELLED, Outcome.PASSED, Outcome.USED, Outcome.UNUSABLE, Outcome.LAPSED, Outcome.GONE}
)
"""What a member can come back from to their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A declined offer.

    Attributes:
        waiter: Who declined it.
        wanted: Whether somebody else was waiting for what was declined.
    """

    waiter: Waiter
    wanted: bool


class AlreadyWaiting(CapacityBotError):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """The member is on the waitlist for the same already, which is answered with their place.

    Attributes:
        waiter: As they are there: waiting, or offered slots.
    """

    def __init__(self, waiter: Waiter) -> None:
        super().__init__(waiter.id)
        self.waiter = waiter


def admit_member(waiter: Waiter, others: Sequence[Waiter], at: datetime) -> None:
    """Return if a member may join the others on the waitlist.

    Raises:
        AlreadyWaiting: They wait for the same, or are offered it.
        BadInput: They have reached the maximum.
    """
    theirs = [one for one in others if (one.guild, one.member) == (waiter.guild, waiter.member)]
    for one in theirs:
        if one.wants_same_as(waiter) and (one.is_waiting or one.has_open_offer(at)):
            raise AlreadyWaiting(one)
    if sum(one.is_waiting for one in theirs) >= MAX_PER_MEMBER:
        raise BadInput(
            f"You're waiting for {MAX_PER_MEMBER} already; ", CommandName("notify cancel"), " one of them first."
        )


def readmit_member(waiter: Waiter | None, guild: int, member: int, at: datetime) -> Waiter:
    """Return a waiter back on the waitlist.

    Raises:
        AlreadyWaiting: They are there.
        BadInput: It is not this member's, or too late.
    """
    if waiter is not None and (waiter.guild, waiter.member) != (guild, member):
        raise BadInput("That is somebody else's place; ", CommandName("notify me"), " gets you one.")
    if waiter is not None and waiter.outcome is None:
        raise AlreadyWaiting(waiter)
    if waiter is None or waiter.outcome not in MAY_WAIT_AGAIN or waiter.until <= at:
        raise BadInput("It's too late for that: ", CommandName("notify me"), " asks again.")
    return waiting_again(waiter, at)


def accept_offer(
    waiters: Iterable[Waiter], key: str, at: datetime, fresh: Callable[[str], Snapshot | None] = lambda _: None
) -> WaitlistUpdate:
    """Accept the offer that the alert of this key made, or end it if its time is over or nothing of it is left.

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
        lambda waiter: ended(waiter, Outcome.PASSED, at) if _awaits_answer(waiter, key) else waiter,
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
    """Take the waiters off the waitlist whose time is over, and end the offers that were not answered in time.

    Whose offer was withdrawn waits on.
    """

    def expired(waiter: Waiter) -> Waiter:
        waiter = without_withdrawn(waiter)
        if waiter.is_waiting and waiter.until <= at:
            return ended(waiter, Outcome.EXPIRED, at)
        if waiter.offer is not None and waiter.outcome is None and waiter.offer.is_over(at):
            return replace(waiter, outcome=Outcome.LAPSED)
        return waiter

    update = _change(waiters, expired)
    told = [waiter for waiter in update.changed if waiter.outcome is Outcome.EXPIRED]
    return replace(
        update,
        alerts=tuple(expiry_alert(waiter, at) for waiter in told),
        reasons={waiter.id: OfferReason.EXPIRED for waiter in told},
    )


def next_end(waiters: Iterable[Waiter]) -> datetime | None:
    """Return when ``expire`` next changes something; None if nothing ends without a look."""
    return min((waiter.ends_at for waiter in waiters if waiter.ends_at is not None), default=None)


def _awaits_answer(waiter: Waiter, key: str) -> bool:
    """Return whether the alert of this key made an offer that has no outcome yet; its time may be over."""
    return waiter.offer is not None and waiter.offer.key == key and waiter.outcome is None


def _change(waiters: Iterable[Waiter], change: Callable[[Waiter], Waiter]) -> WaitlistUpdate:
    before = {waiter.id: waiter for waiter in waiters}
    return compare(before, {number: change(waiter) for number, waiter in before.items()})
