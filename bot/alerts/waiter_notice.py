"""The notice to one member who waits for free slots: an offer, or that the time to wait is over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice says."""

    OFFER = "offer"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """How the waiting ended.

    ``TAKEN``: they accepted the offer. ``USED``: the slot came into use without their answer. ``UNUSABLE``: its account
    can't be used any more. ``GONE``: either, before they were told; stored by older versions, since today they wait on.
    """

    TAKEN = "taken"
    USED = "used"
    UNUSABLE = "unusable"
    PASSED = "passed"
    LAPSED = "lapsed"
    GONE = "gone"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedSlots:
    """Free slots of one account that are offered to a waiter.

    Attributes:
        account: The account's name.
        slots: How many are offered.
        free: How many slots the account had free when it was last seen.
    """

    account: str
    slots: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiterNotice:
    """What a member who waits is told.

    It copies values of a ``Waiter``, which may change while this notice waits in the outbox; and the alert that holds
    it must be readable without the waitlist.

    Attributes:
        kind: What it says.
        waiter: The number of their request on the waitlist.
        member: Who asked.
        provider: For which provider.
        account: For which account; None for any.
        slots: How many slots they asked for.
        asked_at: When.
        offered: The slots offered; empty if none are.
        outcome: How the offer ended; None until then.
        taken_at: When they accepted the offer; None if they did not, or before that was recorded.
    """

    kind: NoticeKind
    waiter: int
    member: int
    provider: str
    account: str | None = None
    slots: int = 1
    asked_at: datetime
    offered: tuple[OfferedSlots, ...] = ()
    outcome: Outcome | None = None
    taken_at: datetime | None = None

    def names(self, account: str) -> bool:
        """Return whether it names an account."""
        return account in {self.account, *(one.account for one in self.offered)}

    @property
    def private(self) -> bool:
        """Return whether it is for the member's eyes only, where the platform can do that."""
        return self.kind is NoticeKind.EXPIRED
