"""Turns alert states into rows and back, and stores them."""

import hashlib
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Text, and_, bindparam, delete, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts.alert_state import AlertState
from bot.storage import tables
from bot.storage.column_types import AnyRow
from bot.storage.record_rows import RecordAdapter
from bot.storage.row_batches import batches
from bot.subscriptions.topics_and_conditions import Topic

_log = logging.getLogger(__name__)
_ALERT_STATE = RecordAdapter(AlertState)

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
"""Inserts a state or replaces the stored one; both databases accept this syntax."""


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


def alert_state(row: AnyRow) -> AlertState | None:
    """Return the alert state of a row; None, with a line in the log, if this version can't read it.

    The topic then counts as new to the channel, which loses one change at most; an error would stop all polling of
    the provider.
    """
    if (state := _ALERT_STATE.read(row.body)) is None:
        _log.error("what channel %s was told of a topic of %s can't be read", row.channel, row.provider)
    return state


def unannounced(state: AlertState, keys: Collection[str]) -> AlertState:
    """Return a state as not announced, since its alert will never be delivered: it is announced again.

    If the message that counts its flapping is among these ``keys``, the counting ends as well.
    """
    flapping = None if state.flapping is not None and state.flapping.key in keys else state.flapping
    return replace(state, announced=None, announced_in=None, open_alert=None, flapping=flapping, pinged_at=None)


async def save_alert_states(
    connection: AsyncConnection, provider: str, changed: Sequence[AlertState], ended: Sequence[AlertState]
) -> None:
    """Store the changed alert states of a provider, and delete the ended ones."""
    async for places in batches(_place(provider, state) for state in ended):
        await connection.execute(delete(tables.alert_state).where(_THIS_STATE), places)
    async for rows in batches(state_row(provider, state) for state in changed):
        await connection.execute(_PUT_STATE, rows)


async def mark_unannounced(connection: AsyncConnection, key: str) -> None:
    """Mark every state as not announced that an alert announced, or an earlier alert that continues in it."""
    told_in = select(literal(key, Text).label("key")).cte("told_in", recursive=True)
    told_in = told_in.union(select(tables.alert.c.key).where(tables.alert.c.continued_in == told_in.c.key))
    keys = set((await connection.execute(select(told_in.c.key))).scalars())
    stored = await connection.execute(
        select(tables.alert_state).where(tables.alert_state.c.announced_in.in_(keys)).with_for_update()
    )
    fresh = [
        state_row(row.provider, unannounced(state, keys)) for row in stored if (state := alert_state(row)) is not None
    ]
    if fresh:
        await connection.execute(_PUT_STATE, fresh)


def _place(provider: str, state: AlertState) -> dict[str, object]:
    topic = topic_key(state.topic)
    return {"of_provider": provider, "of_channel": state.channel, "of_topic": topic}
