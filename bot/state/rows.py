"""Between our records and the rows of ``tables``, and which rows differ: pure functions, no SQL."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.alerts.alert import Alert
from bot.capacity.health import Health
from bot.capacity.known import Known, State
from bot.state.records import Owed

NAMED_AT_LAG = timedelta(hours=1)
"""``named_at`` moves with every look. It is written only once it has moved by more than this, which saves a write for
each look that changed nothing. Reading adds it again, so that a restart never forgets an account too early; and as the
stored moment itself stays, restarts don't add up: an account is forgotten late by this much at most.
"""

FOLDED = "folded into "
"""How the reason of an alert begins that was told as part of another."""

_log = logging.getLogger(__name__)
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_ALERT = TypeAdapter(Alert)


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


def account_row(provider: str, known: Known) -> dict[str, object]:
    """Turn an account into its row; a limit that no database can hold becomes the largest that it can."""
    return {
        "provider": provider,
        "key": account_key(known.account),
        "name": known.account,
        "named_at": known.named_at,
        "limit": None if known.limit is None else min(max(known.limit, _SMALLEST), _LARGEST),
        "fault": known.fault,
        "settled": None if known.settled is None else known.settled.value,
        "since": known.since,
        "since_witnessed": known.since_witnessed,
    }


def account(row: Row[*tuple[object, ...]]) -> Known:
    """Turn a row into the account it stands for."""
    return Known(
        account=row.name,
        named_at=row.named_at + NAMED_AT_LAG,
        limit=row.limit,
        fault=row.fault,
        settled=None if row.settled is None else State(row.settled),
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


def health_row(provider: str, health: Health) -> dict[str, object]:
    """Turn a provider's health into its row."""
    return {"name": provider, "failures": health.failures, "since": health.since, "told": health.told}


def health(row: Row[*tuple[object, ...]]) -> Health:
    """Turn a row into the health it stands for."""
    return Health(failures=row.failures, since=row.since, told=row.told)


def alert_row(alert: Alert, at: datetime) -> dict[str, object]:
    """Turn an alert into the row that owes it since ``at``."""
    # Not dump_json, which refuses lone surrogates; json escapes them, and the NUL that PostgreSQL refuses.
    body = json.dumps(_ALERT.dump_python(alert, mode="json"))
    return {
        "key": alert.key,
        "channel": alert.channel,
        "provider": alert.provider,
        "body": body,
        "owed_at": at,
        "attempts": 0,
    }


def alert(body: str) -> Alert:
    """Turn a stored body into the alert it stands for; fields that this version doesn't know are left out.

    Raises:
        ValueError: When it isn't one that this version can read.
    """
    return _ALERT.validate_python(json.loads(body))


def owed(row: Row[*tuple[object, ...]]) -> Owed | None:
    """Turn a row into the alert that is owed; None, with a line in the log, where this version can't read it."""
    try:
        body = alert(row.body)
    except ValueError:
        _log.exception("alert %s for channel %s can't be read", row.key, row.channel)
        return None
    return Owed(id=row.id, alert=body, owed_at=row.owed_at, attempts=row.attempts, sending_since=row.sending_since)


def _keep_named_at(row: dict[str, object], was: Mapping[str, object] | None) -> dict[str, object]:
    if was is None:
        return row
    then, now = was["named_at"], row["named_at"]
    near = isinstance(then, datetime) and isinstance(now, datetime) and abs(now - then) <= NAMED_AT_LAG
    return {**row, "named_at": then} if near else row
