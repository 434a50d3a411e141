"""Those who wait, and looks, with nothing in them that a test does not need."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.waiter_notice import WaiterNotice
from bot.waitlist.waiter_and_offer import Offer, Waiter
from bot.waitlist.waitlist_storage import WaitlistUpdate
from tests.moments import NOON, after

LIMIT = 9


def waiter(number: int = 1, **terms: object) -> Waiter:
    """Make somebody who waits since noon."""
    given: dict[str, object] = {"id": number, "guild": 5, "channel": 7, "member": 40 + number, "provider": "minimax"}
    given |= {"asked_at": NOON, "until": after(hours=6)}
    return Waiter(**{**given, **terms})  # type: ignore[arg-type]  # tests name the fields


def queue(*waiters: Waiter) -> tuple[Waiter, ...]:
    """Return several waiters."""
    return waiters


def look(at: datetime = NOON, /, **free: int | None) -> Snapshot:
    """Make a look that shows this many free slots on each account; None for an account of which nothing is known."""
    accounts = [
        Account(name=name, state=AccountState.UNKNOWN, limit=LIMIT)
        if slots is None
        else Account(name=name, state=AccountState.FREE if slots else AccountState.FULL, free=slots, limit=LIMIT)
        for name, slots in free.items()
    ]
    return Snapshot(provider="minimax", at=at, accounts=tuple(accounts))


def then(waiters: tuple[Waiter, ...], served: WaitlistUpdate) -> tuple[Waiter, ...]:
    """Return those who wait, or for whom something is kept, after what was decided."""
    changed = {one.id: one for one in served.changed}
    return tuple(one for one in (changed.get(one.id, one) for one in waiters) if one.over_at is None)


def told(waiters: tuple[Waiter, ...], at: datetime) -> tuple[Waiter, ...]:
    """Deliver every offer that is not delivered yet."""
    return tuple(
        one
        if one.offer is None or one.offer.told_at is not None
        else replace(one, offer=replace(one.offer, told_at=at))
        for one in waiters
    )


def offer_of(one: Waiter) -> Offer:
    """Expect somebody to hold an offer."""
    assert one.offer is not None
    return one.offer


def offers_in(served: WaitlistUpdate) -> dict[int, list[tuple[str, int]]]:
    """Return what is offered to whom."""
    return {
        alert.content.waiter: [(berth.account, berth.slots) for berth in alert.content.offered]
        for alert in served.alerts
        if isinstance(alert.content, WaiterNotice)
    }


def seconds(number: float) -> timedelta:
    """Make a span."""
    return timedelta(seconds=number)
