"""Free slots that are offered to people who waited: nobody else is told to use them.

The provider goes on counting them as free, and so does every ``x of y free``. What is recommended: ``account_to_use``.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.accounts.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
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
class OpenOffers:
    """What of a provider's free slots is offered to people who waited.

    Attributes:
        all: What each of them is offered: no more than is free.
    """

    all: tuple[OpenOffer, ...] = ()

    @property
    def slots(self) -> int:
        """Number of free slots that are offered."""
        return sum(one.slots for one in self.all)

    @property
    def people(self) -> int:
        """Number of people to whom they are offered."""
        return len({one.person for one in self.all})

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that they are slots of, by name."""
        return tuple(sorted({one.account for one in self.all}))

    def of(self, account: str) -> "OpenOffers":
        """Return what of one account's slots is offered."""
        return OpenOffers(all=tuple(one for one in self.all if one.account == account))


NO_OFFERS = OpenOffers()

OffersNow: TypeAlias = Callable[[Snapshot], OpenOffers]
"""Returns what of a provider's free slots is offered to people who waited, of its newest snapshot."""


def no_offers(_: Snapshot) -> OpenOffers:
    """Offer nothing: nobody waits."""
    return NO_OFFERS


def offers_of_free(snapshot: Snapshot, wanted: Iterable[OpenOffer]) -> OpenOffers:
    """Return what is offered of the slots that a snapshot shows as free: what is in use by then is not offered."""
    left = Counter({account.name: account.free or 0 for account in snapshot.accounts})
    offers = []
    for offer in wanted:
        if (slots := min(offer.slots, left[offer.account])) > 0:
            left[offer.account] -= slots
            offers.append(replace(offer, slots=slots))
    return OpenOffers(all=tuple(offers))
