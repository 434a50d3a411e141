"""Providers and their accounts to rows and back, and the statements that save what differs of them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, Text, and_, bindparam, delete, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.provider_answer import AccountHealth
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.alert_state import AlertState, ProviderMemory
from bot.storage import alert_rows, tables
from bot.storage.column_types import names_damage
from bot.storage.record_adapter import RecordAdapter
from bot.storage.row_statements import batches

NAMED_AT_LAG = timedelta(hours=1)
"""``named_at`` moves with every look, but is written only once moved by more than this: most looks write nothing.
Reading adds the lag, so that a restart never forgets an account too early; the stored moment itself stays, so restarts
don't add up: an account is forgotten at most this much too late.
"""

LOOKED_AT_LAG = timedelta(minutes=1)
"""``looked_at`` is written once it has moved by more than this, or anything else of the provider differs."""

_HEALTH = RecordAdapter(AccountHealth)

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def name_key(name: str) -> str:
    """Return a key of fixed length for the name of an account, or a job's id."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def account_row(provider: str, known: RosterEntry) -> dict[str, object]:
    """Return the row of an account; a limit too large for a database becomes the largest that it holds."""
    return {
        "provider": provider,
        "key": name_key(known.account),
        "name": known.account,
        "named_at": known.last_seen,
        "limit": None if known.limit is None else min(max(known.limit, _SMALLEST), _LARGEST),
        "fault": known.fault,
        "health": None if known.health is None else _HEALTH.write(known.health),
        "settled": None if known.settled is None else known.settled.value,
        "since": known.since,
        "since_witnessed": known.since_witnessed,
    }


@names_damage
def account(row: Row[*tuple[object, ...]]) -> RosterEntry:
    """Return the account of a row."""
    return RosterEntry(
        account=row.name,
        last_seen=row.named_at + NAMED_AT_LAG,
        limit=row.limit,
        fault=row.fault,
        health=_health(row.health),
        settled=None if row.settled is None else AccountState(row.settled),
        since=row.since,
        since_witnessed=row.since_witnessed,
    )


def compare_accounts(
    stored: Iterable[Mapping[str, object]], wanted: Iterable[dict[str, object]]
) -> tuple[list[str], list[dict[str, object]]]:
    """Return the keys of the rows to delete, and the rows to insert; a changed one is in both.

    ``named_at`` alone makes no difference within ``NAMED_AT_LAG``.
    """
    was = {row["key"]: dict(row) for row in stored}
    now = {row["key"]: _keep_named_at(row, was.get(row["key"])) for row in wanted}
    outdated = [str(key) for key, row in was.items() if now.get(key) != row]
    return outdated, [row for key, row in now.items() if was.get(key) != row]


def provider_row(provider: str, remembered: ProviderMemory) -> dict[str, object]:
    """Return the row of a provider itself."""
    streak = remembered.streak
    return {
        "name": provider,
        "failures": streak.failures,
        "since": streak.since,
        "looked_at": remembered.looked_at,
        "missing_since": remembered.missing_since,
    }


def streak(row: Row[*tuple[object, ...]]) -> FailureStreak:
    """Return the failure streak of a provider's row."""
    return FailureStreak(failures=row.failures, since=row.since)


def is_same_provider(stored: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Return whether a provider's row needs no write; ``looked_at`` alone makes no difference within its lag."""
    near = _near(stored["looked_at"], wanted["looked_at"], LOOKED_AT_LAG)
    return wanted == {**stored, "looked_at": wanted["looked_at"] if near else stored["looked_at"]}


def _health(body: str | None) -> AccountHealth | None:
    """Return the health of a row; None where this version can't read it: the next account list says it again."""
    if body is None:
        return None
    try:
        return _HEALTH.read(body)
    except ValueError:
        return None


def _near(then: object, now: object, lag: timedelta) -> bool:
    return isinstance(then, datetime) and isinstance(now, datetime) and abs(now - then) <= lag


def _keep_named_at(row: dict[str, object], was: Mapping[str, object] | None) -> dict[str, object]:
    if was is None or not _near(was["named_at"], row["named_at"], NAMED_AT_LAG):
        return row
    return {**row, "named_at": was["named_at"]}


_THIS_STATE = and_(
    tables.alert_state.c.provider == bindparam("of_provider"),
    tables.alert_state.c.channel == bindparam("of_channel"),
    tables.alert_state.c.topic == bindparam("of_topic"),
)

_PUT_STATE = text(
    "INSERT INTO alert_state (provider, channel, topic, announced_in, open_alert, body)"
    " VALUES (:provider, :channel, :topic, :announced_in, :open_alert, :body)"
    " ON CONFLICT (provider, channel, topic) DO UPDATE"
    " SET announced_in = excluded.announced_in, open_alert = excluded.open_alert, body = excluded.body"
)
"""Inserts a state, or puts it in place of the stored one: the same words on both databases."""


async def save_provider(connection: AsyncConnection, row: dict[str, object]) -> None:
    """Store a provider's row."""
    same = tables.provider.c.name == row["name"]
    stored = (await connection.execute(select(tables.provider).where(same))).one_or_none()
    if stored is None:
        await connection.execute(insert(tables.provider), row)
    elif not is_same_provider(stored._asdict(), row):
        await connection.execute(update(tables.provider).where(same), row)


async def save_accounts(connection: AsyncConnection, provider: str, wanted: Sequence[dict[str, object]]) -> None:
    """Make these rows all of a provider's accounts."""
    own = tables.account.c.provider == provider
    stored = await connection.execute(select(tables.account).where(own))
    outdated, fresh = compare_accounts((row._asdict() for row in stored), wanted)
    if outdated:
        this = delete(tables.account).where(own, tables.account.c.key == bindparam("outdated"))
        await connection.execute(this, [{"outdated": key} for key in outdated])
    if fresh:
        await connection.execute(insert(tables.account), fresh)


async def save_alert_states(
    connection: AsyncConnection, provider: str, changed: Sequence[AlertState], ended: Sequence[AlertState]
) -> None:
    """Store the changed alert states of a provider, and delete the ended ones."""
    async for places in batches(_place(provider, state) for state in ended):
        await connection.execute(delete(tables.alert_state).where(_THIS_STATE), places)
    async for rows in batches(alert_rows.state_row(provider, state) for state in changed):
        await connection.execute(_PUT_STATE, rows)


async def mark_unannounced(connection: AsyncConnection, key: str) -> None:
    """Mark every state that an alert announced, or one that continues in it, as not announced."""
    told_in = select(literal(key, Text).label("key")).cte("told_in", recursive=True)
    told_in = told_in.union(select(tables.alert.c.key).where(tables.alert.c.continued_in == told_in.c.key))
    keys = set((await connection.execute(select(told_in.c.key))).scalars())
    stored = await connection.execute(
        select(tables.alert_state).where(tables.alert_state.c.announced_in.in_(keys)).with_for_update()
    )
    fresh = [
        alert_rows.state_row(row.provider, alert_rows.unannounced(state, keys))
        for row in stored
        if (state := alert_rows.alert_state(row)) is not None
    ]
    if fresh:
        await connection.execute(_PUT_STATE, fresh)


def _place(provider: str, state: AlertState) -> dict[str, object]:
    topic = alert_rows.topic_key(state.topic)
    return {"of_provider": provider, "of_channel": state.channel, "of_topic": topic}
