"""Free slots that are offered to people who waited: nobody else is told to use them.

The provider goes on counting them as free, and so does every ``x of y free``; ``account_to_use`` leaves them out.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.accounts.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
    """Free slots of an account that are offered to one person.

    Attributes:
        account: The account's name.
        slots: Number of these slots.
        person: Tells one person from another; it is shown to nobody.
    """

    account: str
    slots: int
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffers:
    """The free slots of a provider that are offered to people who waited.

    Attributes:
        all: The offers; together they are of no more slots than are free.
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
        """The names of the accounts whose slots are offered, sorted."""
        return tuple(sorted({one.account for one in self.all}))

    def of(self, account: str) -> "OpenOffers":
        """Return the offers of one account's slots."""
        return OpenOffers(all=tuple(one for one in self.all if one.account == account))


NO_OFFERS = OpenOffers()

OffersNow: TypeAlias = Callable[[Snapshot], OpenOffers]
"""Returns which free slots of a provider's newest snapshot are offered to people who waited."""


def no_offers(_: Snapshot) -> OpenOffers:
    """Offer nothing: nobody waits."""
    return NO_OFFERS


def offers_of_free(snapshot: Snapshot, wanted: Iterable[OpenOffer]) -> OpenOffers:
    """Return the wanted offers without slots that a snapshot no longer shows as free."""
    left = Counter({account.name: account.free or 0 for account in snapshot.accounts})
    offers = []
    for offer in wanted:
        if (slots := min(offer.slots, left[offer.account])) > 0:
            left[offer.account] -= slots
            offers.append(replace(offer, slots=slots))
    return OpenOffers(all=tuple(offers))
