"""What is kept for those who hold an offer, and when that ends; not who is offered what (``serve``).

A slot that was offered and is not free any more counts as taken by whom it was offered to: nobody can see who started
a job. So does whoever says *Taken*; their slots are kept until a look shows them in use, or else they would be offered
to the next while the job is still being started.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts.slot_notice import Outcome
from bot.waitlist.waiter import Held, Offer, Waiter, ended

KEPT_FOR = timedelta(minutes=2)
"""So long slots are kept after the offer was told, and again after somebody said that they take them."""


def reserved(waiters: Iterable[Waiter]) -> Counter[str]:
    """Count the slots that are kept, by account."""
    kept: Counter[str] = Counter()
    for waiter in waiters:
        if waiter.offer is not None and waiter.over_at is None:
            kept.update({held.account: held.slots for held in waiter.offer.held})
    return kept


def keep(waiters: Iterable[Waiter], free: Mapping[str, int], at: datetime) -> dict[int, Waiter]:
    """Find what becomes of offers with a look.

    Args:
        waiters: Those who hold one.
        free: The free slots of the accounts whose state is certain.
        at: The moment of the look.

    Returns:
        Those who held one, as they are now, by their numbers.
    """
    left = _taken_up(sorted(waiters, key=_turn), free)
    return {waiter.id: _judged(waiter, at) for waiter in sorted(left, key=lambda waiter: waiter.id)}


def _turn(waiter: Waiter) -> tuple[bool, bool, datetime, int]:
    """Order by who took what is taken: who said so first, the untold last, else the oldest offer."""
    offer = _of(waiter)
    return offer.taken_at is None, offer.told_at is None, offer.at, waiter.id


def _taken_up(waiters: Iterable[Waiter], free: Mapping[str, int]) -> list[Waiter]:
    """Let slots that are not free any more be those that were offered first."""
    used: dict[str, int] = {}
    now = []
    for waiter in waiters:
        left = []
        for held in _of(waiter).held:
            if held.account not in free:
                left.append(held)
                continue
            gone = used.setdefault(held.account, max(held.free - free[held.account], 0))
            its = min(gone, held.slots)
            used[held.account] -= its
            left.append(Held(account=held.account, slots=held.slots - its, free=free[held.account]))
        now.append(replace(waiter, offer=replace(_of(waiter), held=tuple(left))))
    return now


def _judged(waiter: Waiter, at: datetime) -> Waiter:
    offer = _of(waiter)
    if not any(held.slots for held in offer.held):
        return ended(waiter, Outcome.GONE if offer.told_at is None else Outcome.TAKEN, at)
    if offer.unheard:
        return ended(waiter, Outcome.UNHEARD, at)
    since = offer.taken_at or offer.told_at
    return ended(waiter, Outcome.LAPSED, at) if since is not None and at - since >= KEPT_FOR else waiter


def _of(waiter: Waiter) -> Offer:
    if waiter.offer is None:
        raise ValueError(f"waiter {waiter.id} holds no offer")
    return waiter.offer
