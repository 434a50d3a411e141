"""Statements that add and change alerts, to be run inside a store's transaction."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TypeAlias, TypeVar

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts.alert import Alert
from bot.alerts.amendment import Amendment, amend
from bot.storage import alert_rows, tables
from bot.storage.row_batches import batches

Rewriting: TypeAlias = Callable[[Alert], Alert]

T = TypeVar("T")

_STORE_BODY = update(tables.alert).where(tables.alert.c.id == bindparam("alert_id"))
_STORE_BODY = _STORE_BODY.values(body=bindparam("new_body"), version=tables.alert.c.version + 1)


async def owe(connection: AsyncConnection, wanted: Iterable[dict[str, object]]) -> None:
    """Insert alerts in their order, without those whose key is stored already, or came before."""
    async for rows in batches(wanted, lambda row: len(str(row["body"]))):
        fresh: dict[str, dict[str, object]] = {}
        for row in rows:
            fresh.setdefault(str(row["key"]), row)
        stored = select(tables.alert.c.key).where(tables.alert.c.key.in_(fresh))
        for key in (await connection.execute(stored)).scalars():
            del fresh[key]
        if fresh:
            # One statement each, so that ids are in order.
            await connection.execute(insert(tables.alert), list(fresh.values()))


async def amend_all(connection: AsyncConnection, amendments: Iterable[Amendment]) -> None:
    """Amend alerts, in the order given; amendments to alerts that are no longer stored are ignored."""
    await _change(connection, [(each.key, each) for each in amendments], lambda alert, own: amend(alert, *own))


async def rewrite(connection: AsyncConnection, rewritings: Collection[tuple[str, Rewriting]]) -> None:
    """Rewrite alerts by their keys, in the order given; an alert that continues in another stands for that one."""
    await _change(connection, rewritings, lambda alert, own: reduce(lambda so_far, one: one(so_far), own, alert))


async def outdate(connection: AsyncConnection, keys: Collection[str], is_outdated: Callable[[Alert], bool]) -> None:
    """Mark the messages of matching alerts for an edit; an alert that continues in another stands for that one."""
    rows = {row.id: row.body for row in (await current(connection, keys, lock=True)).values()}
    numbers = (number for number, body in rows.items() if (it := alert_rows.readable_alert(body)) and is_outdated(it))
    newer = update(tables.alert).where(tables.alert.c.id == bindparam("alert_id"))
    async for several in batches({"alert_id": number} for number in numbers):
        await connection.execute(newer.values(version=tables.alert.c.version + 1), several)


async def _change(
    connection: AsyncConnection,
    wanted: Collection[tuple[str, T]],
    apply: Callable[[Alert, Sequence[T]], Alert],
) -> None:
    """Apply changes to the alerts of their keys, or to the last of those that they continue in."""
    rows = await current(connection, dict.fromkeys(key for key, _ in wanted), lock=True)
    changes: dict[int, list[T]] = {}
    for key, change in wanted:
        if key in rows:
            changes.setdefault(rows[key].id, []).append(change)
    await say_anew(connection, _changed({row.id: row.body for row in rows.values()}, changes, apply))


def _changed(
    bodies: Mapping[int, str], changes: Mapping[int, Sequence[T]], apply: Callable[[Alert, Sequence[T]], Alert]
) -> Iterator[tuple[int, Alert]]:
    for number, body in bodies.items():
        alert = alert_rows.readable_alert(body)
        changed = alert if alert is None else apply(alert, changes[number])
        if changed is not None and changed != alert:
            yield number, changed


async def say_anew(connection: AsyncConnection, alerts: Iterable[tuple[int, Alert]]) -> None:
    """Store what alerts say now, by their numbers, each as its next version."""
    rows = ({"alert_id": number, "new_body": alert_rows.alert_body(alert)} for number, alert in alerts)
    async for several in batches(rows, lambda row: len(str(row["new_body"]))):
        await connection.execute(_STORE_BODY, several)


async def current(
    connection: AsyncConnection, keys: Collection[str], *, lock: bool = False
) -> dict[str, Row[*tuple[object, ...]]]:
    """Return the rows that hold alerts now, by their keys: their own, or the last of those that they continue in.

    Whoever changes them locks them until the end of the transaction, or a concurrent change would be lost.
    """
    found: dict[str, Row[*tuple[object, ...]]] = {}
    wanted = set(keys)
    while wanted:
        rows = [row async for batch in batches(wanted) for row in await _rows(connection, batch, lock=lock)]
        found |= {row.key: row for row in rows}
        wanted = {row.continued_in for row in rows if row.continued_in is not None} - found.keys()
    ends = {key: _end(found, key) for key in keys}
    return {key: found[end] for key, end in ends.items() if end in found}


async def _rows(connection: AsyncConnection, keys: Sequence[str], *, lock: bool) -> Sequence[Row[*tuple[object, ...]]]:
    by_key = select(tables.alert).where(tables.alert.c.key.in_(keys)).order_by(tables.alert.c.id)
    return (await connection.execute(by_key.with_for_update() if lock else by_key)).all()


def _end(found: dict[str, Row[*tuple[object, ...]]], key: str) -> str:
    while key in found and found[key].continued_in is not None:
        key = found[key].continued_in
    return key
