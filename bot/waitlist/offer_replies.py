"""What those who wait do themselves: take an offer, pass it on, or wait no more."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.slot_notice import Outcome
from bot.waitlist.serving import serve
from bot.waitlist.serving_result import ServingResult, served
from bot.waitlist.waiter import Waiter, ended


def take(waiters: Iterable[Waiter], key: str, at: datetime) -> ServingResult:
    """Let somebody say that they take what the alert of this key offers; it is kept for them until it is in use."""

    def taken(waiter: Waiter) -> Waiter:
        if waiter.offer is None or not _holds(waiter, key):
            return waiter
        return replace(waiter, outcome=Outcome.TAKEN, offer=replace(waiter.offer, taken_at=at))

    return _changed(waiters, taken)


def pass_on(waiters: Iterable[Waiter], key: str, at: datetime, seen: Snapshot | None) -> ServingResult:
    """Let somebody leave to others what the alert of this key offers.

    Args:
        waiters: Those of the provider who wait, or for whom something is kept.
        key: The key.
        at: The moment.
        seen: A look that still counts, from which the next is served at once; None to leave that to the next look.
    """
    was = {waiter.id: waiter for waiter in waiters}
    passed = _changed(was.values(), lambda waiter: ended(waiter, Outcome.PASSED, at) if _holds(waiter, key) else waiter)
    if seen is None or not passed.changed:
        return passed
    now = was | {waiter.id: waiter for waiter in passed.changed}
    then = serve([waiter for waiter in now.values() if waiter.over_at is None], seen)
    return served(was, now | {waiter.id: waiter for waiter in then.changed}, then.alerts, then.reasons)


def cancel(waiters: Iterable[Waiter], number: int, at: datetime) -> ServingResult:
    """Let somebody wait no more."""
    return _changed(
        waiters,
        lambda waiter: ended(waiter, Outcome.CANCELLED, at) if waiter.waits and waiter.id == number else waiter,
    )


def _holds(waiter: Waiter, key: str) -> bool:
    return waiter.offer is not None and waiter.offer.key == key and waiter.outcome is None


def _changed(waiters: Iterable[Waiter], change: Callable[[Waiter], Waiter]) -> ServingResult:
    was = {waiter.id: waiter for waiter in waiters}
    return served(was, {number: change(waiter) for number, waiter in was.items()}, (), {})
