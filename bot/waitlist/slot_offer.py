"""An offer of free slots to one member who waits: for how long it is theirs, and what is left of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.slot_notice import OfferedSlots

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
        withdrawn: True if that is so because the slots were not free any more, or nobody knew: they wait on.
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
        # Also where that is as far in the future: the clock was set back.
        return since is not None and abs(at - since) >= RESERVED_FOR

    def keeps_others_away(self, at: datetime) -> bool:
        """Return whether others are not told to use the slots: until it is over, or could not be delivered in time.

        Slots whose look is still to come, or whose member can't be reached, stay reserved on the waitlist for longer.
        """
        since = self.taken_at or self.told_at or self.at
        return not self.undelivered and abs(at - since) < RESERVED_FOR
