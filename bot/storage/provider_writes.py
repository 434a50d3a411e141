"""Statements that save a provider's memory, writing only what differs; to be run inside a store's transaction."""

from collections.abc import Sequence

from sqlalchemy import Text, and_, bindparam, delete, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts.alert_state import AlertState
from bot.storage import alert_rows, provider_rows, tables
from bot.storage.row_batches import batches

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
    elif not provider_rows.is_same_provider(stored._asdict(), row):
        await connection.execute(update(tables.provider).where(same), row)


async def save_accounts(connection: AsyncConnection, provider: str, wanted: Sequence[dict[str, object]]) -> None:
    """Make these rows all of a provider's accounts."""
    own = tables.account.c.provider == provider
    stored = await connection.execute(select(tables.account).where(own))
    outdated, fresh = provider_rows.compare_accounts((row._asdict() for row in stored), wanted)
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
