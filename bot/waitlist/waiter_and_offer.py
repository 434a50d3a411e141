"""One member who waits for free slots, the offer they got, and the alerts that tell them.

::

    waits ──▶ has an offer ──▶ TAKEN · USED · UNUSABLE · PASSED · LAPSED · UNDELIVERED
      └─────▶ EXPIRED · CANCELLED
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.alerts.alert_composition import key_of
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, Outcome, WaiterNotice

RESERVED_FOR = timedelta(minutes=2)
"""How long offered slots are offered to nobody else, after the offer was delivered and again after it was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Slots offered to a waiter, and reserved for them until the offer ends.

    Attributes:
        key: The key of the alert that makes the offer.
        at: The time of the look that showed the free slots.
        slots: The slots still reserved, by account; fewer with each look that shows some of them in use.
        told_at: When the platform accepted the alert; None until then.
        undelivered: True if the alert will never be delivered.
        withdrawn: True if it was withdrawn, as the slots were no longer known to be free; the member waits on.
        taken_at: When the member accepted the offer; None unless they did.
    """

    key: str
    at: datetime
    slots: tuple[OfferedSlots, ...]
    told_at: datetime | None = None
    undelivered: bool = False
    withdrawn: bool = False
    taken_at: datetime | None = None

    @property
    def is_used_up(self) -> bool:
        """True if none of its slots is free any more."""
        return not any(offered.slots for offered in self.slots)

    def is_over(self, at: datetime) -> bool:
        """Return whether ``RESERVED_FOR`` has passed since the member was told, or since they accepted."""
        since = self.taken_at or self.told_at
        # ``abs``: a moment that far in the future was noted before the clock was set back.
        return since is not None and abs(at - since) >= RESERVED_FOR

    def keeps_others_away(self, at: datetime) -> bool:
        """Return whether others are not told to use the slots: until it is over, or could not be delivered in time.

        The waitlist reserves slots for longer: until the next look, or while the member can't be reached.
        """
        since = self.taken_at or self.told_at or self.at
        return not self.undelivered and abs(at - since) < RESERVED_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """A member's place on the waitlist.

    Attributes:
        id: The number that people name it by; smaller ones came first.
        guild: The guild where they asked.
        channel: The channel where they asked and are told.
        member: The member's id.
        provider: The provider they wait for.
        account: The only account that will do; None for any.
        slots: How many free slots they need.
        hold: How long that many slots must have been free before they are offered.
        asked_at: When they asked, or asked again after an earlier offer.
        until: When they stop waiting.
        enough_since: Since when every look has shown at least ``slots`` free slots; None if the newest look did not.
        offer: Their offer, if any; a waiter gets only one each time that they ask.
        outcome: How the waiting ended; None until then. It is known before ``over_at`` of an offer that was accepted or
            not answered in time: its slots stay reserved until the next look, which shows whether they are in use.
        over_at: When the waiter left the waitlist and nothing was reserved for them any more.
    """

    id: int
    guild: int
    channel: int
    member: int
    provider: str
    account: str | None = None
    slots: int = 1
    hold: timedelta = timedelta()
    asked_at: datetime
    until: datetime
    enough_since: datetime | None = None
    offer: Offer | None = None
    outcome: Outcome | None = None
    over_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """True until they get an offer, or the waiting ends without one."""
        return self.offer is None and self.outcome is None

    def slots_on_offer(self, at: datetime) -> tuple[OfferedSlots, ...]:
        """Return the slots that they are offered, as long as others are not told to use them."""
        if self.offer is None or self.over_at is not None or not self.offer.keeps_others_away(at):
            return ()
        return self.offer.slots

    @property
    def ends_at(self) -> datetime | None:
        """When the waiting ends by itself, or the offer lapses; None if neither does without a look."""
        if self.outcome is not None:
            return None
        if self.offer is None:
            return self.until
        return None if self.offer.told_at is None else self.offer.told_at + RESERVED_FOR

    def wants_same_as(self, other: "Waiter") -> bool:
        """Return whether the other waiter is the same member waiting for the same slots."""
        mine = (self.guild, self.member, self.provider, self.account, self.slots, self.hold)
        return mine == (other.guild, other.member, other.provider, other.account, other.slots, other.hold)


def position_of(waiter: Waiter, waiters: Iterable[Waiter]) -> int:
    """Return the waiter's position, from 1: after the other people who came earlier and could be offered the same."""
    earlier = (other for other in waiters if other.is_waiting and other.id < waiter.id)
    rivals = (other for other in earlier if other.provider == waiter.provider and _compete(other, waiter))
    return 1 + len({other.member for other in rivals} - {waiter.member})


def with_offer(waiter: Waiter, slots: tuple[OfferedSlots, ...], at: datetime) -> Waiter:
    """Return the waiter with these slots offered to and reserved for them."""
    return replace(waiter, offer=Offer(key=_key(waiter, NoticeKind.OFFER, at), at=at, slots=slots))


def ended(waiter: Waiter, outcome: Outcome, at: datetime) -> Waiter:
    """Return the waiter off the waitlist; an outcome that was known before (a taken offer) stays."""
    return replace(waiter, outcome=waiter.outcome or outcome, over_at=at)


def waiting_again(waiter: Waiter, at: datetime) -> Waiter:
    """Return a waiter who had left the waitlist, or missed an offer, back at the place that they had."""
    # After an offer they ask anew: the next offer says how long ago that was, and reports count from there.
    asked_at = waiter.asked_at if waiter.offer is None else at
    return replace(waiter, asked_at=asked_at, enough_since=None, offer=None, outcome=None, over_at=None)


def without_withdrawn(waiter: Waiter) -> Waiter:
    """Return a waiter without an offer that was withdrawn before they were told; any other waiter is unchanged."""
    if waiter.offer is None or waiter.outcome is not None or not waiter.offer.withdrawn:
        return waiter
    return replace(waiter, offer=None, enough_since=None)


def present_waiters(waiters: Iterable[Waiter], at: datetime) -> tuple[Waiter, ...]:
    """Return the waiters who wait or have an offer that they can still accept, in the state to show to them.

    Somebody who was not told of an offer before its slots were used waits on; the alert sender is about to store that.
    """
    seen = map(_without_lost_offer, waiters)
    return tuple(one for one in seen if one.is_waiting or _has_open_offer(one, at))


def _without_lost_offer(waiter: Waiter) -> Waiter:
    lost = waiter.offer is not None and waiter.offer.told_at is None and waiter.offer.is_used_up
    return replace(waiter, offer=None) if lost and waiter.outcome is None else without_withdrawn(waiter)


def _has_open_offer(waiter: Waiter, at: datetime) -> bool:
    offer = None if waiter.outcome is not None else waiter.offer
    return offer is not None and not offer.undelivered and not offer.is_over(at)


def could_use(waiter: Waiter, other: Waiter) -> bool:
    """Return whether somebody who waits could use the slots that were offered to another waiter."""
    offered = () if other.offer is None else other.offer.slots
    enough = sum(one.slots for one in offered if waiter.account in {None, one.account}) >= waiter.slots
    return enough and waiter.is_waiting and waiter.member != other.member and waiter.provider == other.provider


def offer_alert(waiter: Waiter, offer: Offer) -> Alert:
    """Compose the alert that makes an offer; it pings the member."""
    return _alert(waiter, NoticeKind.OFFER, offer.at, offer.slots, members=(waiter.member,))


def expiry_alert(waiter: Waiter, at: datetime) -> Alert:
    """Compose the alert that says that the time to wait is over; it pings nobody."""
    return _alert(waiter, NoticeKind.EXPIRED, at)


def _compete(one: Waiter, other: Waiter) -> bool:
    return None in {one.account, other.account} or one.account == other.account


def _alert(
    waiter: Waiter,
    kind: NoticeKind,
    at: datetime,
    offered: tuple[OfferedSlots, ...] = (),
    members: tuple[int, ...] = (),
) -> Alert:
    notice = WaiterNotice(
        kind=kind,
        waiter=waiter.id,
        member=waiter.member,
        provider=waiter.provider,
        account=waiter.account,
        slots=waiter.slots,
        asked_at=waiter.asked_at,
        offered=offered,
    )
    return Alert(key=_key(waiter, kind, at), channel=waiter.channel, at=at, members=members, content=notice)


def _key(waiter: Waiter, kind: NoticeKind, at: datetime) -> str:
    """Return a unique key for each notice to a waiter, with ``asked_at``, since numbers restart in a new database."""
    offer = (at,) if kind is NoticeKind.OFFER else ()
    return key_of(waiter.channel, waiter.id, waiter.asked_at, kind.name, *offer)
