"""Free slots that are offered to people who waited: nobody else is told to use them.

The provider goes on counting them as free, and so does every ``x of y free``. What is recommended: ``account_order``.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.accounts.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Free slots of an account that one person is offered.

    Attributes:
        account: The account's name.
        slots: How many.
        person: Who; told apart from others, and shown to nobody.
    """

    account: str
    slots: int
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedSlots:
    """What of a provider's free slots is offered to people who waited.

    Attributes:
        promises: What each of them is offered: no more than is free.
    """

    promises: tuple[Promise, ...] = ()

    @property
    def slots(self) -> int:
        """Number of free slots that are offered."""
        return sum(one.slots for one in self.promises)

    @property
    def people(self) -> int:
        """Number of people to whom they are offered."""
        return len({one.person for one in self.promises})

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that they are slots of, by name."""
        return tuple(sorted({one.account for one in self.promises}))

    def of(self, account: str) -> "PromisedSlots":
        """Return what of one account's slots is offered."""
        return PromisedSlots(promises=tuple(one for one in self.promises if one.account == account))


NOTHING_PROMISED = PromisedSlots()

PromisedNow: TypeAlias = Callable[[Snapshot], PromisedSlots]
"""Returns what of a provider's free slots is offered to people who waited, of its newest snapshot."""


def nothing_promised(_: Snapshot) -> PromisedSlots:
    """Promise nothing: nobody waits."""
    return NOTHING_PROMISED


def promised_of(snapshot: Snapshot, wanted: Iterable[Promise]) -> PromisedSlots:
    """Return what is offered of the slots that a snapshot shows as free: what is in use by then is not offered."""
    left = Counter({account.name: account.free or 0 for account in snapshot.accounts})
    promises = []
    for promise in wanted:
        if (slots := min(promise.slots, left[promise.account])) > 0:
            left[promise.account] -= slots
            promises.append(Promise(account=promise.account, slots=slots, person=promise.person))
    return PromisedSlots(promises=tuple(promises))
