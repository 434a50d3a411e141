"""The waitlist in the database.

Every decision is made inside the transaction that stores it and the alerts that it owes: no two decisions start from
the same state, so nobody is told twice, and no slot is offered to two members.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import Outcome, WaiterNotice
from bot.delivery.stored_alerts import GivenUpBecause
from bot.storage import alert_rows, tables
from bot.storage.column_types import AnyRow
from bot.storage.record_rows import RecordAdapter, add_row
from bot.storage.transactions import StorePart, reading, writing
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist_storage import WaiterStorage, WaitlistUpdate

Decide = Callable[[Sequence[Waiter]], WaitlistUpdate]

_STORED = select(
    tables.waiter,
    tables.alert.c.id.label("alert_id"),
    tables.alert.c.told_at,
    tables.alert.c.given_up_at,
    tables.alert.c.reason,
).select_from(tables.waiter.outerjoin(tables.alert, tables.alert.c.key == tables.waiter.c.alert))
_PRESENT = _STORED.where(tables.on_waitlist)
_WAITER = RecordAdapter(Waiter)


class WaiterStore(StorePart, WaiterStorage):
    """The part of a ``Store`` that holds the waitlist."""

    @override
    async def waiters(self) -> tuple[Waiter, ...]:
        async with reading(self._engine) as connection:
            return await _read(connection, _PRESENT)

    @override
    async def find_by_offer(self, key: str) -> Waiter | None:
        async with reading(self._engine) as connection:
            found = await _read(connection, _STORED.where(tables.waiter.c.alert == key))
        return found[0] if found else None

    @override
    async def add_waiter(self, waiter: Waiter, admit: Callable[[Sequence[Waiter]], None]) -> int:
        async with writing(self._engine) as connection:
            admit(await _read(connection, _PRESENT))
            return await add_row(connection, tables.waiter, _row(waiter))

    @override
    async def readmit_waiter(self, number: int, readmit: Callable[[Waiter | None, Sequence[Waiter]], Waiter]) -> Waiter:
        async with writing(self._engine) as connection:
            found = await _read(connection, _STORED.where(tables.waiter.c.id == number))
            back = readmit(found[0] if found else None, await _read(connection, _PRESENT))
            row = _row(back)
            await connection.execute(update(tables.waiter).where(tables.waiter.c.id == number).values(**row))
            return back

    @override
    async def decide(self, decide: Decide, at: datetime, *, provider: str | None = None) -> WaitlistUpdate:
        wanted = _PRESENT if provider is None else _PRESENT.where(tables.waiter.c.provider == provider)
        async with writing(self._engine) as connection:
            decided = decide(await _read(connection, wanted.with_for_update(of=tables.waiter)))
            for waiter in decided.changed:
                row = _row(waiter)
                await connection.execute(update(tables.waiter).where(tables.waiter.c.id == waiter.id).values(**row))
            await alert_rows.owe(connection, [alert_rows.alert_row(alert, at) for alert in decided.alerts])
            await alert_rows.rewrite(
                connection, [(key, _closing(outcome, at)) for key, outcome in decided.closed.items()]
            )
            return decided

    async def waited(self, provider: str, since: datetime, until: datetime) -> tuple[timedelta, ...]:
        """Return the waits of those who got an offer between two moments, the shortest first."""
        wanted = _STORED.where(
            tables.waiter.c.provider == provider, tables.waiter.c.alert.is_not(None), tables.waiter.c.asked_at < until
        )
        async with reading(self._engine) as connection:
            found = await _read(connection, wanted)
        offers = [(one, one.offer) for one in found if one.offer is not None]
        return tuple(sorted(offer.at - one.asked_at for one, offer in offers if since <= offer.at < until))

    async def delete_old_waiters(self, before: datetime) -> None:
        """Delete waiters who asked before a moment and are off the waitlist."""
        long_over = or_(tables.waiter.c.over_at.is_not(None), tables.waiter.c.until < before)
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.waiter).where(tables.waiter.c.asked_at < before, long_over))


async def _read(connection: AsyncConnection, wanted: Select[*tuple[object, ...]]) -> tuple[Waiter, ...]:
    """Return waiters in their order, without those that this version can't read."""
    rows = await connection.execute(wanted.order_by(tables.waiter.c.id))
    return tuple(waiter for row in rows if (waiter := read_waiter(row)) is not None)


def _closing(outcome: Outcome, at: datetime) -> alert_rows.Rewriting:
    taken_at = at if outcome is Outcome.TAKEN else None

    def close(alert: Alert) -> Alert:
        if not isinstance(alert.content, WaiterNotice):
            return alert
        return replace(alert, content=replace(alert.content, outcome=outcome, taken_at=taken_at))

    return close


def _row(waiter: Waiter) -> dict[str, object]:
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


def read_waiter(row: AnyRow) -> Waiter | None:
    """Return the waiter of a row joined with the alert of its offer; None if this version can't read it.

    An offer whose alert was deleted or withdrawn counts as undelivered.
    """
    if (read := _WAITER.read(row.body)) is None:
        return None
    if read.offer is None:
        return replace(read, id=row.id)
    undelivered = row.told_at is None and (row.given_up_at is not None or row.alert_id is None)
    withdrawn = undelivered and row.reason == GivenUpBecause.WITHDRAWN
    offer = replace(read.offer, told_at=row.told_at, undelivered=undelivered, withdrawn=withdrawn)
    return replace(read, id=row.id, offer=offer)
