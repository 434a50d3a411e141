"""Alert states to rows and back: pure functions, no SQL."""

import hashlib
import logging
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Row

from bot.alerts.alert_state import AlertState
from bot.storage.record_adapter import RecordAdapter
from bot.subscriptions.topic import Topic

_log = logging.getLogger(__name__)
_ALERT_STATE = RecordAdapter(AlertState)


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
