"""Between alert_states and the rows of their table: pure functions, no SQL."""

import hashlib
import json
import logging
from collections.abc import Collection
from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.alerts.alert_state import AlertState
from bot.subscriptions.topic import Topic

_log = logging.getLogger(__name__)
_ALERT_STATE = TypeAdapter(AlertState)


def topic_key(topic: Topic) -> str:
    """Make a key of fixed length from a topic."""
    job = f"\0{topic.job}" if topic.job else ""
    return hashlib.sha256(f"{topic.kind} {topic.account}{job}".encode("utf-8", "surrogatepass")).hexdigest()


def state_row(provider: str, state: AlertState) -> dict[str, object]:
    """Turn what a channel was told of a topic of a provider into its row."""
    return {
        "provider": provider,
        "channel": state.channel,
        "topic": topic_key(state.topic),
        "announced_in": state.announced_in,
        "open_alert": state.open_alert or (None if state.flapping is None else state.flapping.key),
        "body": json.dumps(_ALERT_STATE.dump_python(state, mode="json")),
    }


def alert_state(row: Row[*tuple[object, ...]]) -> AlertState | None:
    """Turn a row into the state it stands for; None, with a line in the log, where this version can't read it.

    The channel begins anew with that topic: that loses one change at most, while a state that nobody can read would
    hold up all that is remembered of the provider.
    """
    try:
        return _ALERT_STATE.validate_python(json.loads(row.body))
    except ValueError:
        _log.error("what channel %s was told of a topic of %s can't be read", row.channel, row.provider)
        return None


def unheard(state: AlertState, keys: Collection[str]) -> AlertState:
    """Give a state as it is once the alert that told it last will never arrive.

    A message that should have counted its changes has no place to be then, if it is one of these ``keys``.
    """
    flapping = None if state.flapping is not None and state.flapping.key in keys else state.flapping
    return replace(state, announced=None, announced_in=None, open_alert=None, flapping=flapping)
