"""Waiters to rows and back: pure functions, no SQL."""

from dataclasses import replace

from sqlalchemy import Row

from bot.delivery.stored_alerts import GivenUpBecause
from bot.storage.record_adapter import RecordAdapter
from bot.waitlist.waiter import Waiter

_WAITER = RecordAdapter(Waiter)


def waiter_row(waiter: Waiter) -> dict[str, object]:
    """Return the row of a waiter, without its number."""
    return {
        "guild": waiter.guild,
        "provider": waiter.provider,
        "member": waiter.member,
        "asked_at": waiter.asked_at,
        "until": waiter.until,
        "over_at": waiter.over_at,
        "alert": None if waiter.offer is None else waiter.offer.key,
        "body": _WAITER.write(waiter),
    }


def waiter(row: Row[*tuple[object, ...]]) -> Waiter | None:
    """Return the waiter of a row joined with the alert of its offer; None if this version can't read it.

    An alert that is deleted by now counts as undelivered, and one that was withdrawn, too.
    """
    try:
        read = _WAITER.read(row.body)
    except ValueError:
        return None
    if read.offer is None:
        return replace(read, id=row.id)
    undelivered = row.told_at is None and (row.given_up_at is not None or row.alert_id is None)
    withdrawn = undelivered and row.reason == GivenUpBecause.WITHDRAWN
    offer = replace(read.offer, told_at=row.told_at, undelivered=undelivered, withdrawn=withdrawn)
    return replace(read, id=row.id, offer=offer)
