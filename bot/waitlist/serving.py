"""Who is told that there is room: first come, first served, as many as there are slots.

Who fits is served in order. Somebody who waits for three slots does not block one who needs one while only one is free:
an idle slot helps nobody. For the same reason one who waits for an account that is full blocks nobody who would take
another, and one whose hold is not over nobody who asked for none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert
from bot.alerts.slot_notice import Outcome
from bot.waitlist.reservations import keep, reserved
from bot.waitlist.serving_result import ServingReason, ServingResult, served
from bot.waitlist.waiter import Held, Waiter, ended, expiry_alert, offer_alert, offered


def serve(waiters: Sequence[Waiter], seen: Snapshot) -> ServingResult:
    """Find who is offered what after a good look, and what becomes of the offers of before.

    Args:
        waiters: Those of the provider who wait, or for whom something is kept.
        seen: The look. An account whose state is not certain has no free slots, and takes none from anybody.
    """
    was = {waiter.id: waiter for waiter in sorted(waiters, key=lambda waiter: waiter.id)}
    free = {
        account.name: account.free or 0
        for account in seen.accounts
        if account.state in {AccountState.FREE, AccountState.FULL}
    }
    now = was | keep((waiter for waiter in was.values() if waiter.offer is not None), free, seen.at)
    room = Counter(free)
    room.subtract(reserved(now.values()))
    reasons: dict[int, ServingReason] = {}
    alerts: list[Alert] = []
    for waiter in was.values():
        if waiter.waits:
            judged, reasons[waiter.id] = _judged(_counted(waiter, free, seen.at), free, room, seen.at)
            room.subtract(reserved((judged,)))
            now[waiter.id] = judged
            alerts += _told(judged, seen.at)
    return served(was, now, tuple(alerts), reasons)


def expire(waiters: Iterable[Waiter], at: datetime) -> ServingResult:
    """Find whose time is over, whether or not anybody looked."""
    was = {waiter.id: waiter for waiter in waiters if waiter.waits and waiter.until <= at}
    now = {number: ended(waiter, Outcome.EXPIRED, at) for number, waiter in was.items()}
    alerts = tuple(expiry_alert(waiter, at) for waiter in now.values())
    return served(was, now, alerts, dict.fromkeys(was, ServingReason.EXPIRED))


def _counted(waiter: Waiter, free: Mapping[str, int], at: datetime) -> Waiter:
    """Count since when there are enough, whoever else wants them."""
    enough = sum(_theirs(waiter, free).values()) >= waiter.slots
    return replace(waiter, enough_since=(waiter.enough_since or at) if enough else None)


def _judged(
    waiter: Waiter, free: Mapping[str, int], room: Mapping[str, int], at: datetime
) -> tuple[Waiter, ServingReason]:
    if waiter.until <= at:
        return ended(waiter, Outcome.EXPIRED, at), ServingReason.EXPIRED
    if waiter.enough_since is None:
        return waiter, ServingReason.TOO_FEW
    if at - waiter.enough_since < waiter.hold:
        return waiter, ServingReason.TOO_SHORT
    berths = _berths(waiter.slots, _theirs(waiter, room))
    if not berths:
        return waiter, ServingReason.RESERVED
    held = tuple(Held(account=account, slots=slots, free=free[account]) for account, slots in berths.items())
    return offered(waiter, held, at), ServingReason.OFFERED


def _told(waiter: Waiter, at: datetime) -> tuple[Alert, ...]:
    if waiter.outcome is Outcome.EXPIRED:
        return (expiry_alert(waiter, at),)
    return () if waiter.offer is None else (offer_alert(waiter, waiter.offer),)


def _theirs(waiter: Waiter, slots: Mapping[str, int]) -> dict[str, int]:
    """Leave the accounts that will do for somebody."""
    return {account: number for account, number in slots.items() if waiter.account in {None, account}}


def _berths(wanted: int, room: Mapping[str, int]) -> dict[str, int]:
    """Choose accounts, those with the most room first, so that as few as can be are needed; none if they don't do."""
    berths: dict[str, int] = {}
    for account, slots in sorted(room.items(), key=lambda one: (-one[1], one[0])):
        if (some := min(slots, wanted - sum(berths.values()))) > 0:
            berths[account] = some
    return berths if sum(berths.values()) == wanted else {}
