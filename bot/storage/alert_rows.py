"""Between alerts and the rows of their table: pure functions, no SQL."""

import json
from collections.abc import Mapping
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.alerts.alert import Alert, Changes, Content, Drill
from bot.alerts.board_content import BoardContent
from bot.alerts.news import Withheld
from bot.alerts.slot_notice import SlotNotice
from bot.delivery.stored_alerts import OutdatedMessage, OwedAlert, StoredAlert

_ALERT = TypeAdapter(Alert)
_KINDS: Mapping[type[Content], str] = {
    Changes: "changes",
    Drill: "drill",
    SlotNotice: "notice",
    BoardContent: "board",
}
"""What a body calls its kind of content: from the fields alone, not each kind could be told from the others."""
_CONTENTS: Mapping[object, TypeAdapter[Content]] = {kind: TypeAdapter(content) for content, kind in _KINDS.items()}
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
    # The kind comes first, so that the lookup can tell kinds apart by how a body begins.
    return json.dumps({"kind": _KINDS[type(alert.content)], **_ALERT.dump_python(alert, mode="json")})


def alert(body: str) -> Alert:
    """Turn a stored body into the alert it stands for; fields that this version doesn't know are left out.

    Raises:
        ValueError: When it isn't one that this version can read.
    """
    stored = json.loads(body)
    content = _CONTENTS.get(stored.get("kind")) if isinstance(stored, dict) else None
    if content is None:
        raise ValueError("the body of an alert names no kind that this version knows")
    return _ALERT.validate_python({**stored, "content": content.validate_python(stored.get("content"))})


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
