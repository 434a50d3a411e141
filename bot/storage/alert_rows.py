"""Alerts, and what channels were told by them, to rows and back: pure functions, no SQL."""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row

from bot.alerts.alert import Alert, Changes, Content, Drill, Greeting, UsageContent
from bot.alerts.alert_state import AlertState
from bot.alerts.board_content import BoardContent
from bot.alerts.news import Withheld
from bot.alerts.slot_notice import SlotNotice
from bot.delivery.stored_alerts import OutdatedMessage, OwedAlert, StoredAlert, Uptime
from bot.storage.record_adapter import RecordAdapter
from bot.subscriptions.topic import Topic

_ALERT = RecordAdapter(Alert)
_KINDS: Mapping[type[Content], str] = {
    Changes: "changes",
    Drill: "drill",
    SlotNotice: "notice",
    BoardContent: "board",
    UsageContent: "report",
    Greeting: "greeting",
}
"""What a body calls its kind of content: the fields alone would not distinguish all kinds."""
_CONTENTS: Mapping[object, RecordAdapter[Content]] = {kind: RecordAdapter(content) for content, kind in _KINDS.items()}
_WITHHELD = RecordAdapter(Withheld)
_log = logging.getLogger(__name__)
_ALERT_STATE = RecordAdapter(AlertState)


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


def parse_alert(body: str) -> Alert:
    """Return the alert of a stored body; fields that this version doesn't know are ignored.

    Raises:
        ValueError: This version can't read it.
    """
    stored = json.loads(body)
    content = _CONTENTS.get(stored.get("kind")) if isinstance(stored, dict) else None
    if content is None:
        raise ValueError("the body of an alert names no kind that this version knows")
    return _ALERT.from_object({**stored, "content": content.from_object(stored.get("content"))})


def readable_alert(body: str) -> Alert | None:
    """Return the alert of a stored body; None if this version can't read it."""
    try:
        return parse_alert(body)
    except ValueError:
        return None


def owed_alert(row: Row[*tuple[object, ...]]) -> OwedAlert | None:
    """Return the owed alert of a row; None if this version can't read it."""
    if (alert := readable_alert(row.body)) is None:
        return None
    return OwedAlert(
        id=row.id,
        alert=alert,
        version=row.version,
        owed_at=row.owed_at,
        attempts=row.attempts,
        attempted_at=row.attempted_at,
        attempt_uptime=_attempt_uptime(row),
        sending_since=row.sending_since,
    )


def _attempt_uptime(row: Row[*tuple[object, ...]]) -> Uptime | None:
    """Return the uptime of the machine when it last tried to post or edit an alert."""
    return None if row.attempt_uptime is None else Uptime(boot=row.attempt_boot, seconds=row.attempt_uptime)


def outdated_message(row: Row[*tuple[object, ...]]) -> OutdatedMessage | None:
    """Return the message of a row that must be edited; None if this version can't read it."""
    if (alert := readable_alert(row.body)) is None:
        return None
    return OutdatedMessage(
        id=row.id,
        alert=replace(alert, told_at=row.told_at),
        message_id=row.message_id,
        version=row.version,
        edited_at=row.edited_at,
        edit_uptime=None if row.edited_at is None else _attempt_uptime(row),
    )


def stored_alert(row: Row[*tuple[object, ...]]) -> StoredAlert | None:
    """Return everything that a row stores of an alert; None if this version can't read it."""
    if (alert := readable_alert(row.body)) is None:
        return None
    try:
        withheld = None if row.withheld is None else _WITHHELD.read(row.withheld)
    except ValueError:
        return None
    return StoredAlert(
        alert=alert,
        owed_at=row.owed_at,
        attempts=row.attempts,
        attempted_at=row.attempted_at,
        told_at=row.told_at,
        message_id=row.message_id,
        edited_at=row.edited_at,
        given_up_at=row.given_up_at,
        reason=row.reason,
        withheld=withheld,
        continued_in=row.continued_in,
    )


def topic_key(topic: Topic) -> str:
    """Return a key of fixed length for a topic."""
    job = f"\0{topic.job}" if topic.job else ""
    return hashlib.sha256(f"{topic.kind} {topic.account}{job}".encode("utf-8", "surrogatepass")).hexdigest()


def state_row(provider: str, state: AlertState) -> dict[str, object]:
    """Return the row of an alert state of a provider."""
    return {
        "provider": provider,
        "channel": state.channel,
        "topic": topic_key(state.topic),
        "announced_in": state.announced_in,
        "open_alert": state.open_alert or (None if state.flapping is None else state.flapping.key),
        "body": _ALERT_STATE.write(state),
    }


def alert_state(row: Row[*tuple[object, ...]]) -> AlertState | None:
    """Return the alert state of a row; None, with a line in the log, if this version can't read it.

    The topic is then new to the channel: that loses one change at most, while an error would stop all polling of the
    provider.
    """
    try:
        return _ALERT_STATE.read(row.body)
    except ValueError:
        _log.error("what channel %s was told of a topic of %s can't be read", row.channel, row.provider)
        return None


def unannounced(state: AlertState, keys: Collection[str]) -> AlertState:
    """Return the state for an alert that will never be delivered, so that it is announced again.

    If the message that counts its changes is among these ``keys``, the counting ends as well.
    """
    flapping = None if state.flapping is not None and state.flapping.key in keys else state.flapping
    return replace(state, announced=None, announced_in=None, open_alert=None, flapping=flapping, pinged_at=None)
