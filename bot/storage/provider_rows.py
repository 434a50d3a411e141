"""Between what is known of providers and its rows, and which rows differ: pure functions, no SQL.

The rows of alerts are made in ``alert_rows``, those of alert_states in ``state_rows``.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.provider_memory import ProviderMemory

NAMED_AT_LAG = timedelta(hours=1)
"""``named_at`` moves with every look. It is written only once it has moved by more than this, which saves a write for
each look that changed nothing. Reading adds it again, so that a restart never forgets an account too early; and as the
stored moment itself stays, restarts don't add up: an account is forgotten late by this much at most.
"""

LOOKED_AT_LAG = timedelta(minutes=1)
"""``looked_at`` is written once it has moved by more than this, or anything else of the provider differs."""

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What turns the accounts that are stored into those that are wanted; one that changed is in both lists.

    Attributes:
        outdated: The keys of the rows to delete.
        fresh: The rows to insert.
    """

    outdated: tuple[str, ...]
    fresh: tuple[dict[str, object], ...]


def account_key(name: str) -> str:
    """Make a key of fixed length from an account's name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def account_row(provider: str, known: RosterEntry) -> dict[str, object]:
    """Turn an account into its row; a limit that no database can hold becomes the largest that it can."""
    return {
        "provider": provider,
        "key": account_key(known.account),
        "name": known.account,
        "named_at": known.last_seen,
        "limit": None if known.limit is None else min(max(known.limit, _SMALLEST), _LARGEST),
        "fault": known.fault,
        "settled": None if known.settled is None else known.settled.value,
        "since": known.since,
        "since_witnessed": known.since_witnessed,
    }


def account(row: Row[*tuple[object, ...]]) -> RosterEntry:
    """Turn a row into the account it stands for."""
    return RosterEntry(
        account=row.name,
        last_seen=row.named_at + NAMED_AT_LAG,
        limit=row.limit,
        fault=row.fault,
        settled=None if row.settled is None else AccountState(row.settled),
        since=row.since,
        since_witnessed=row.since_witnessed,
    )


def compare_accounts(stored: Iterable[Mapping[str, object]], wanted: Iterable[dict[str, object]]) -> Difference:
    """Find the rows that differ; ``named_at`` alone makes no difference within ``NAMED_AT_LAG``."""
    was = {row["key"]: dict(row) for row in stored}
    now = {row["key"]: _keep_named_at(row, was.get(row["key"])) for row in wanted}
    return Difference(
        outdated=tuple(str(key) for key, row in was.items() if now.get(key) != row),
        fresh=tuple(row for key, row in now.items() if was.get(key) != row),
    )


def provider_row(provider: str, remembered: ProviderMemory) -> dict[str, object]:
    """Turn what is known of a provider itself into its row."""
    health = remembered.health
    return {
        "name": provider,
        "failures": health.failures,
        "since": health.since,
        "looked_at": remembered.looked_at,
    }


def health(row: Row[*tuple[object, ...]]) -> FailureStreak:
    """Turn a provider's row into the health it stands for."""
    return FailureStreak(failures=row.failures, since=row.since)


def is_same_provider(stored: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Return whether a provider's row needs no write; ``looked_at`` alone makes no difference within its lag."""
    near = _near(stored["looked_at"], wanted["looked_at"], LOOKED_AT_LAG)
    return wanted == {**stored, "looked_at": wanted["looked_at"] if near else stored["looked_at"]}


def _near(then: object, now: object, lag: timedelta) -> bool:
    return isinstance(then, datetime) and isinstance(now, datetime) and abs(now - then) <= lag


def _keep_named_at(row: dict[str, object], was: Mapping[str, object] | None) -> dict[str, object]:
    if was is None or not _near(was["named_at"], row["named_at"], NAMED_AT_LAG):
        return row
    return {**row, "named_at": was["named_at"]}
