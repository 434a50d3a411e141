"""Turns providers and their accounts into rows and back, and saves those that differ."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.provider_answer import AccountHealth
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.alert_state import ProviderMemory
from bot.storage import tables
from bot.storage.column_types import AnyRow, names_damage
from bot.storage.record_rows import RecordAdapter

NAMED_AT_LAG = timedelta(hours=1)
"""``named_at`` moves with every look, but is written only once moved by more than this, so most looks write nothing.
Reading adds the lag, so that no restart forgets an account too early. The stored moment stays the same, so restarts
don't add up: an account is forgotten at most this much too late.
"""

LOOKED_AT_LAG = timedelta(minutes=1)
"""``looked_at`` is written only once it has moved by more than this, or the rest of the provider's row differs."""

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
def account(row: AnyRow) -> RosterEntry:
    """Return the account of a row."""
    return RosterEntry(
        account=row.name,
        last_seen=row.named_at + NAMED_AT_LAG,
        limit=row.limit,
        fault=row.fault,
        health=None if row.health is None else _HEALTH.read(row.health),  # if unreadable, the next account list says it
        settled=None if row.settled is None else AccountState(row.settled),
        since=row.since,
        since_witnessed=row.since_witnessed,
    )


def compare_accounts(
    stored: Iterable[Mapping[str, object]], wanted: Iterable[dict[str, object]]
) -> tuple[list[str], list[dict[str, object]]]:
    """Return the keys of the rows to delete, and the rows to insert; a changed row is in both.

    A change of ``named_at`` alone does not count within ``NAMED_AT_LAG``.
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
        "watched_until": streak.watched_until,
        "looked_at": remembered.looked_at,
        "missing_since": remembered.missing_since,
    }


def streak(row: AnyRow) -> FailureStreak:
    """Return the failure streak of a provider's row."""
    return FailureStreak(failures=row.failures, since=row.since, watched_until=row.watched_until)


def is_same_provider(stored: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Return whether a provider's row needs no write; a change of ``looked_at`` within its lag does not count."""
    near = _near(stored["looked_at"], wanted["looked_at"], LOOKED_AT_LAG)
    return wanted == {**stored, "looked_at": wanted["looked_at"] if near else stored["looked_at"]}


def _near(then: object, now: object, lag: timedelta) -> bool:
    return isinstance(then, datetime) and isinstance(now, datetime) and abs(now - then) <= lag


def _keep_named_at(row: dict[str, object], was: Mapping[str, object] | None) -> dict[str, object]:
    if was is None or not _near(was["named_at"], row["named_at"], NAMED_AT_LAG):
        return row
    return {**row, "named_at": was["named_at"]}


async def save_provider(connection: AsyncConnection, row: dict[str, object]) -> None:
    """Store a provider's row."""
    same = tables.provider.c.name == row["name"]
    stored = (await connection.execute(select(tables.provider).where(same))).one_or_none()
    if stored is None:
        await connection.execute(insert(tables.provider), row)
    elif not is_same_provider(stored._asdict(), row):
        await connection.execute(update(tables.provider).where(same), row)


async def save_accounts(connection: AsyncConnection, provider: str, wanted: Sequence[dict[str, object]]) -> None:
    """Replace the rows of a provider's accounts by these, writing only those that differ."""
    own = tables.account.c.provider == provider
    stored = await connection.execute(select(tables.account).where(own))
    outdated, fresh = compare_accounts((row._asdict() for row in stored), wanted)
    if outdated:
        this = delete(tables.account).where(own, tables.account.c.key == bindparam("outdated"))
        await connection.execute(this, [{"outdated": key} for key in outdated])
    if fresh:
        await connection.execute(insert(tables.account), fresh)
