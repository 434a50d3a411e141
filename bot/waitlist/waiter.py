"""One member who waits for a slot, and what is kept for them; not who is served when (``serve``).

::

    waits ──▶ holds an offer ──▶ TAKEN · PASSED · LAPSED · GONE · UNHEARD
      └─────▶ EXPIRED · CANCELLED
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.alerts.composition import key_of
from bot.alerts.slot_notice import Berth, NoticeKind, Outcome, SlotNotice

MOST_OF_A_MEMBER = 5

LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Slots of one account that are kept for somebody.

    Attributes:
        account: Whose.
        slots: How many are kept yet.
        free: How many were free there when that was last known.
    """

    account: str
    slots: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What somebody was offered.

    Attributes:
        key: The key of the alert that tells it.
        at: The moment of the look that showed the room.
        held: What is kept for them.
        told_at: When Discord took the alert; None as long as it did not.
        unheard: Whether it never will.
        taken_at: When they said that they took it.
    """

    key: str
    at: datetime
    held: tuple[Held, ...]
    told_at: datetime | None = None
    unheard: bool = False
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """One member who waits.

    Attributes:
        id: Its number, by which people name it; smaller ones came first.
        guild: The guild where they asked.
        channel: The channel where they asked and are told.
        member: Who they are.
        provider: What they wait for.
        account: The one account that will do; None for any.
        slots: How many slots they need.
        hold: For how long these must have been free.
        asked_at: When they asked.
        until: When the waiting ends without room.
        enough_since: Since when every look has shown as many free slots.
        offer: What they were offered; there is one offer for each waiter, and never a second.
        outcome: How the waiting ended.
        over_at: When nothing was kept for them any more.
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
    def waits(self) -> bool:
        """Tell whether they are in line yet."""
        return self.offer is None and self.outcome is None

    def same(self, other: "Waiter") -> bool:
        """Tell whether another one waits for the same."""
        mine = (self.guild, self.member, self.provider, self.account, self.slots, self.hold)
        return mine == (other.guild, other.member, other.provider, other.account, other.slots, other.hold)


def ended(waiter: Waiter, outcome: Outcome, at: datetime) -> Waiter:
    """End somebody's waiting; nothing is kept for them any more."""
    return replace(waiter, outcome=waiter.outcome or outcome, over_at=at)


def offered(waiter: Waiter, held: tuple[Held, ...], at: datetime) -> Waiter:
    """Offer somebody what is kept for them from now on."""
    return replace(waiter, offer=Offer(key=_key(waiter, NoticeKind.OFFER), at=at, held=held))


def offer_alert(waiter: Waiter, offer: Offer) -> Alert:
    """Compose the alert that tells of an offer; it pings the member."""
    berths = tuple(Berth(account=one.account, slots=one.slots) for one in offer.held)
    return _alert(waiter, NoticeKind.OFFER, offer.at, berths, members=(waiter.member,))


def expiry_alert(waiter: Waiter, at: datetime) -> Alert:
    """Compose the alert that tells of a waiting that ended without room; it pings nobody."""
    return _alert(waiter, NoticeKind.EXPIRED, at)


def _alert(
    waiter: Waiter, kind: NoticeKind, at: datetime, berths: tuple[Berth, ...] = (), members: tuple[int, ...] = ()
) -> Alert:
    notice = SlotNotice(
        kind=kind,
        waiter=waiter.id,
        member=waiter.member,
        provider=waiter.provider,
        account=waiter.account,
        slots=waiter.slots,
        asked_at=waiter.asked_at,
        berths=berths,
    )
    return Alert(key=_key(waiter, kind), channel=waiter.channel, at=at, members=members, notice=notice)


def _key(waiter: Waiter, kind: NoticeKind) -> str:
    """Make a key that no second offer to the same waiter could differ from; numbers begin anew with a new database."""
    return key_of(waiter.channel, waiter.id, waiter.asked_at, kind.name)
