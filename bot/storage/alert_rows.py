"""Alerts to rows and back, and the statements that add and change them."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import reduce
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts.alert import Alert, Changes, Content, Drill, Greeting, UsageContent
from bot.alerts.alert_amendment import Amendment, amend
from bot.alerts.news import Withheld
from bot.alerts.waiter_notice import WaiterNotice
from bot.boards.board_content import BoardContent
from bot.delivery.stored_alerts import OutdatedMessage, OwedAlert, StoredAlert, Uptime
from bot.storage import tables
from bot.storage.column_types import AnyRow
from bot.storage.record_rows import RecordAdapter
from bot.storage.row_batches import batches

_ALERT = RecordAdapter(Alert)
_KINDS: Mapping[type[Content], str] = {
    Changes: "changes",
    Drill: "drill",
    WaiterNotice: "notice",
    BoardContent: "board",
    UsageContent: "report",
    Greeting: "greeting",
}
"""What a body calls its kind of content: the fields alone would not distinguish all kinds."""
_CONTENTS: Mapping[object, RecordAdapter[Content]] = {kind: RecordAdapter(content) for content, kind in _KINDS.items()}
_WITHHELD = RecordAdapter(Withheld)

Rewriting: TypeAlias = Callable[[Alert], Alert]

T = TypeVar("T")
Record = TypeVar("Record", OwedAlert, OutdatedMessage, StoredAlert)

_STORE_BODY = update(tables.alert).where(tables.alert.c.id == bindparam("alert_id"))
_STORE_BODY = _STORE_BODY.values(body=bindparam("new_body"), version=tables.alert.c.version + 1)


def alert_row(alert: Alert, at: datetime, withheld: Withheld | None = None) -> dict[str, object]:
    """Return the row of an alert that is owed since ``at``, or that was withheld then."""
    return {
        "key": alert.key,
        "channel": alert.channel,
        "body": alert_body(alert),
        "owed_at": at,
        "attempts": 0,
        "given_up_at": None if withheld is None else at,
        "withheld": None if withheld is None else _WITHHELD.write(withheld),
    }


def alert_body(alert: Alert) -> str:
    """Return an alert as JSON."""
    # The kind comes first, as ``body_prefix`` says.
    return json.dumps({"kind": _KINDS[type(alert.content)], **_ALERT.to_object(alert)})


def body_prefix(content: type[Content]) -> str:
    """Return how the bodies of alerts with this kind of content begin."""
    return json.dumps({"kind": _KINDS[content]})[:-1]


def read_alert(body: str) -> Alert | None:
    """Return the alert of a stored body; None if this version can't read it, or doesn't know its kind of content.

    Fields that this version doesn't know are ignored.
    """
    try:
        stored = json.loads(body)
        content = _CONTENTS.get(stored.get("kind")) if isinstance(stored, dict) else None
        if content is None:
            return None
        return _ALERT.from_object({**stored, "content": content.from_object(stored.get("content"))})
    except ValueError:
        return None


def owed_alert(row: AnyRow) -> OwedAlert | None:
    """Return the owed alert of a row; None if this version can't read it."""
    if (alert := read_alert(row.body)) is None:
        return None
    return _filled(OwedAlert, row, alert=alert, attempt_uptime=_attempt_uptime(row))


def _attempt_uptime(row: AnyRow) -> Uptime | None:
    """Return the uptime of the machine when it last tried to post or edit an alert."""
    return None if row.attempt_uptime is None else Uptime(boot=row.attempt_boot, seconds=row.attempt_uptime)


def outdated_message(row: AnyRow) -> OutdatedMessage | None:
    """Return the message of a row that must be edited; None if this version can't read it."""
    if (alert := read_alert(row.body)) is None:
        return None
    edit_uptime = None if row.edited_at is None else _attempt_uptime(row)
    return _filled(OutdatedMessage, row, alert=replace(alert, told_at=row.told_at), edit_uptime=edit_uptime)


def stored_alert(row: AnyRow) -> StoredAlert | None:
    """Return everything that a row stores of an alert; None if this version can't read it."""
    alert, withheld = read_alert(row.body), None if row.withheld is None else _WITHHELD.read(row.withheld)
    if alert is None or (withheld is None and row.withheld is not None):
        return None
    return _filled(StoredAlert, row, alert=alert, withheld=withheld)


def _filled(record: type[Record], row: AnyRow, **made: object) -> Record:
    """Return a record with the fields given in ``made``, and all others from the columns of the same names."""
    values: dict[str, Any] = {one.name: getattr(row, one.name) for one in fields(record) if one.name not in made}
    return record(**values | made)


async def owe(connection: AsyncConnection, wanted: Iterable[dict[str, object]]) -> None:
    """Insert alerts in their order, skipping those whose key is stored already or repeats an earlier one."""
    async for rows in batches(wanted, lambda row: len(str(row["body"]))):
        fresh: dict[str, dict[str, object]] = {}
        for row in rows:
            fresh.setdefault(str(row["key"]), row)
        stored = select(tables.alert.c.key).where(tables.alert.c.key.in_(fresh))
        for key in (await connection.execute(stored)).scalars():
            del fresh[key]
        if fresh:
            # One statement for each, so that the ids are in order.
            await connection.execute(insert(tables.alert), list(fresh.values()))


async def amend_all(connection: AsyncConnection, amendments: Iterable[Amendment]) -> None:
    """Apply amendments in the order given; those to alerts that are no longer stored are ignored."""
    await _change(connection, [(each.key, each) for each in amendments], lambda alert, own: amend(alert, *own))


async def rewrite(connection: AsyncConnection, rewritings: Collection[tuple[str, Rewriting]]) -> None:
    """Rewrite alerts by their keys, in the order given; of one that continues in another, that one is rewritten."""
    await _change(connection, rewritings, lambda alert, own: reduce(lambda so_far, one: one(so_far), own, alert))


async def outdate(connection: AsyncConnection, keys: Collection[str], is_outdated: Callable[[Alert], bool]) -> None:
    """Mark the messages of matching alerts for an edit; of one that continues in another, that one's message."""
    rows = {row.id: row.body for row in (await current(connection, keys, lock=True)).values()}
    numbers = (number for number, body in rows.items() if (it := read_alert(body)) and is_outdated(it))
    newer = update(tables.alert).where(tables.alert.c.id == bindparam("alert_id"))
    async for several in batches({"alert_id": number} for number in numbers):
        await connection.execute(newer.values(version=tables.alert.c.version + 1), several)


async def _change(
    connection: AsyncConnection, wanted: Collection[tuple[str, T]], apply: Callable[[Alert, Sequence[T]], Alert]
) -> None:
    """Apply changes to alerts by their keys; of one that continues in others, the last of these is changed."""
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
        alert = read_alert(body)
        changed = alert if alert is None else apply(alert, changes[number])
        if changed is not None and changed != alert:
            yield number, changed


async def say_anew(connection: AsyncConnection, alerts: Iterable[tuple[int, Alert]]) -> None:
    """Store new bodies of alerts, by their numbers, each as the alert's next version."""
    rows = ({"alert_id": number, "new_body": alert_body(alert)} for number, alert in alerts)
    async for several in batches(rows, lambda row: len(str(row["new_body"]))):
        await connection.execute(_STORE_BODY, several)


async def current(connection: AsyncConnection, keys: Collection[str], *, lock: bool = False) -> dict[str, AnyRow]:
    """Return the current rows of alerts, by their keys: an alert's own row, or of the last one that it continues in.

    To change the rows, lock them until the end of the transaction, or a concurrent change would be lost.
    """
    found: dict[str, AnyRow] = {}
    wanted = set(keys)
    while wanted:
        rows = [row async for batch in batches(wanted) for row in await _rows(connection, batch, lock=lock)]
        found |= {row.key: row for row in rows}
        wanted = {row.continued_in for row in rows if row.continued_in is not None} - found.keys()
    ends = {key: _end(found, key) for key in keys}
    return {key: found[end] for key, end in ends.items() if end in found}


async def _rows(connection: AsyncConnection, keys: Sequence[str], *, lock: bool) -> Sequence[AnyRow]:
    by_key = select(tables.alert).where(tables.alert.c.key.in_(keys)).order_by(tables.alert.c.id)
    return (await connection.execute(by_key.with_for_update() if lock else by_key)).all()


def _end(found: dict[str, AnyRow], key: str) -> str:
    while key in found and found[key].continued_in is not None:
        key = found[key].continued_in
    return key
