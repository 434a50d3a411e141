"""Offers of slots to those who wait, read from the messages that were stored: nobody gets two, nor two the same; pure.

An account of this storm has one slot or none. Offered once, it may be offered to somebody else only after two minutes,
or once a look showed the account full: then the slot was taken, and what frees up later is another one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from tests.chaos.look_moments import Moments
from tests.chaos.model import Look, What
from tests.chaos.reading import TITLES
from tests.fakes.discord import Message

HELD = timedelta(minutes=2)
"""How long an offer holds."""

_OFFER = re.compile(
    rf"<@(?P<member>\d+)> (?:\S+ )?(?:\*\*|~~)your (?P<title>{'|'.join(TITLES)}) slots?: (?P<accounts>.+?)(?:\*\*|~~)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A member was offered a slot of an account, by a look of this moment."""

    member: str
    provider: str
    account: str
    look_at: datetime


def read_offers(messages: Iterable[Message], moments: Moments) -> list[Offer]:
    """Return the offers among messages as they were sent, in the order of their looks."""
    offers = []
    for message in messages:
        content = next((each.content for each in message.edits), message.content)
        if (found := _OFFER.match(content)) is None:
            continue
        provider = TITLES[found["title"]]
        look_at = moments[message.nonce or ""][provider]
        named = re.sub(r"\\(.)", r"\1", found["accounts"])
        offers += [
            Offer(member=found["member"], provider=provider, account=account.strip(), look_at=look_at)
            for account in re.split(r", | and ", named)
        ]
    return sorted(offers, key=lambda offer: offer.look_at)


def told_twice(offers: Iterable[Offer]) -> list[str]:
    """Return a sentence for each member who was offered more than one slot; each waits for one."""
    numbers = Counter(offer.member for offer in offers)
    return [f"waiter {member} was told {number} times" for member, number in numbers.items() if number > 1]


def offered_twice(offers: Sequence[Offer], looks: Sequence[Look]) -> list[str]:
    """Return a sentence for each slot that was offered to two."""
    return [
        f"{first.provider}, {first.account}: offered to {first.member} by the look of {first.look_at:%H:%M:%S.%f}, "
        f"and to {second.member} by that of {second.look_at:%H:%M:%S.%f}"
        for first, second in combinations(offers, 2)
        if (first.provider, first.account) == (second.provider, second.account)
        and second.look_at - first.look_at < HELD
        and not _was_taken(first, second, looks)
    ]


def _was_taken(first: Offer, second: Offer, looks: Sequence[Look]) -> bool:
    return any(
        look.provider == first.provider
        and first.look_at < look.at < second.look_at
        and look.showed.get(first.account) is What.FULL
        for look in looks
    )
