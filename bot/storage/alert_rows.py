"""Between alerts and the rows of their table: pure functions, no SQL."""

import json
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.alerts.alert import Alert
from bot.alerts.news import Withheld
from bot.delivery.stored_alerts import OutdatedMessage, OwedAlert, StoredAlert

_ALERT = TypeAdapter(Alert)
_WITHHELD = TypeAdapter(Withheld)


def alert_row(alert: Alert, at: datetime, withheld: Withheld | None = None) -> dict[str, object]:
    """Turn an alert into the row that owes it since ``at``, or that keeps what is withheld from then on."""
    return {
        "key": alert.key,
        "channel": alert.channel,
        "body": body(alert),
        "owed_at": at,
        "attempts": 0,
        "given_up_at": None if withheld is None else at,
        "withheld": None if withheld is None else json.dumps(_WITHHELD.dump_python(withheld, mode="json")),
    }


def body(alert: Alert) -> str:
    """Write an alert as text."""
    # Not dump_json, which refuses lone surrogates; json escapes them, and the NUL that PostgreSQL refuses.
    return json.dumps(_ALERT.dump_python(alert, mode="json"))


def alert(body: str) -> Alert:
    """Turn a stored body into the alert it stands for; fields that this version doesn't know are left out.

    Raises:
        ValueError: When it isn't one that this version can read.
    """
    stored = json.loads(body)
    notice = stored.get("notice") if isinstance(stored, dict) else None
    if isinstance(notice, dict) and "berths" in notice:  # until a migration renames it
        notice["offered"] = [{"free": one["slots"], **one} for one in notice.pop("berths")]
    return _ALERT.validate_python(stored)


def readable(body: str) -> Alert | None:
    """Turn a stored body into the alert it stands for; None where this version can't read it."""
    try:
        return alert(body)
    except ValueError:
        return None


def owed(row: Row[*tuple[object, ...]]) -> OwedAlert | None:
    """Turn a row into the alert that is owed; None where this version can't read it."""
    if (says := readable(row.body)) is None:
        return None
    return OwedAlert(
        id=row.id,
        alert=says,
        version=row.version,
        owed_at=row.owed_at,
        attempts=row.attempts,
        sending_since=row.sending_since,
    )


def outdated(row: Row[*tuple[object, ...]]) -> OutdatedMessage | None:
    """Turn a row into the message that must be edited; None where this version can't read it."""
    if (says := readable(row.body)) is None:
        return None
    return OutdatedMessage(
        id=row.id, alert=says, message_id=row.message_id, version=row.version, edited_at=row.edited_at
    )


def entry(row: Row[*tuple[object, ...]]) -> StoredAlert | None:
    """Turn a row into everything that is stored of an alert; None where this version can't read it."""
    if (says := readable(row.body)) is None:
        return None
    return StoredAlert(
        alert=says,
        owed_at=row.owed_at,
        attempts=row.attempts,
        sending_since=row.sending_since,
        told_at=row.told_at,
        message_id=row.message_id,
        edited_at=row.edited_at,
        given_up_at=row.given_up_at,
        reason=row.reason,
        withheld=None if row.withheld is None else _WITHHELD.validate_python(json.loads(row.withheld)),
        continued_in=row.continued_in,
    )
