"""Statements that add and change alerts, to be run inside a store's transaction."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts.alert import Alert
from bot.alerts.amendment import Amendment, amend
from bot.storage import alert_rows, tables

Rewriting = Callable[[Alert], Alert]

_BATCH = 1_000
"""Maximum number of keys in a statement: SQLite takes 32,766 parameters in a statement
(https://www.sqlite.org/limits.html#max_variable_number), PostgreSQL 32,767.
"""


async def owe(connection: AsyncConnection, wanted: Sequence[dict[str, object]]) -> None:
    """Insert alerts in their order, without those whose key is stored already."""
    fresh: dict[str, dict[str, object]] = {}
    for row in wanted:
        fresh.setdefault(str(row["key"]), row)
    for keys in _batches(fresh):
        stored = select(tables.alert.c.key).where(tables.alert.c.key.in_(keys))
        for key in (await connection.execute(stored)).scalars():
            del fresh[key]
    if fresh:
        # One statement each, so that ids are in order.
        await connection.execute(insert(tables.alert), list(fresh.values()))


async def amend_all(connection: AsyncConnection, amendments: Iterable[Amendment]) -> None:
    """Amend alerts, in the order given; amendments to alerts that are no longer stored are ignored."""
    await rewrite(connection, [(each.key, partial(amend, amendment=each)) for each in amendments])


async def rewrite(connection: AsyncConnection, rewritings: Collection[tuple[str, Rewriting]]) -> None:
    """Rewrite alerts by their keys, in the order given; of one that continues in another, that one is rewritten."""
    current = await _current(connection, {key for key, _ in rewritings})
    stored = {row.id: alert for row in current.values() if (alert := alert_rows.readable_alert(row.body)) is not None}
    wanted = dict(stored)
    for key, rewriting in rewritings:
        if key in current and (number := current[key].id) in wanted:
            wanted[number] = rewriting(wanted[number])
    changes = [
        {"alert_id": number, "new_body": alert_rows.alert_body(alert)}
        for number, alert in wanted.items()
        if alert != stored[number]
    ]
    if changes:
        change = update(tables.alert).where(tables.alert.c.id == bindparam("alert_id"))
        change = change.values(body=bindparam("new_body"), version=tables.alert.c.version + 1)
        await connection.execute(change, changes)


async def _current(connection: AsyncConnection, keys: Collection[str]) -> dict[str, Row[*tuple[object, ...]]]:
    """Return the rows that hold alerts now: their own, or the last of those that they continue in.

    They are locked until the end of the transaction, or a concurrent change would be lost.
    """
    found: dict[str, Row[*tuple[object, ...]]] = {}
    wanted = set(keys)
    while wanted:
        rows = [row for batch in _batches(wanted) for row in await _locked(connection, batch)]
        found |= {row.key: row for row in rows}
        wanted = {row.continued_in for row in rows if row.continued_in is not None} - found.keys()
    ends = {key: _end(found, key) for key in keys}
    return {key: found[end] for key, end in ends.items() if end in found}


async def _locked(connection: AsyncConnection, keys: Sequence[str]) -> Sequence[Row[*tuple[object, ...]]]:
    by_key = select(tables.alert).where(tables.alert.c.key.in_(keys)).order_by(tables.alert.c.id)
    return (await connection.execute(by_key.with_for_update())).all()


def _end(found: dict[str, Row[*tuple[object, ...]]], key: str) -> str:
    while key in found and found[key].continued_in is not None:
        key = found[key].continued_in
    return key


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(list(keys))
    while batch := list(islice(rest, _BATCH)):
        yield batch
