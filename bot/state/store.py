"""What the rest of the program asks of the database; one method is one transaction.

Every method raises ``StateUnavailable`` when the database fails, and has changed nothing then. Not here: when any of it
is asked (``watcher``, ``outbox``), how the database is opened (``opening``).
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.alert import Alert
from bot.capacity.health import Health
from bot.capacity.remembered import Remembered
from bot.checkup import OutboxState
from bot.state import rows, saving, tables, tally
from bot.state.engine import reading, writing
from bot.state.records import Fate, Owed
from bot.state.revision import revision
from bot.state.rows import FOLDED
from bot.state.uninterrupted import uninterrupted
from bot.state.watch_store import WatchStore

_log = logging.getLogger(__name__)


class Store:
    """The bot's memory. ``opening.open_store`` makes one; ``close`` it at the end."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now
        self.watches = WatchStore(engine)

    @uninterrupted
    async def remembered(self, provider: str) -> Remembered:
        """Recall what is known of a provider; nothing at all of one that was never remembered."""
        accounts = select(tables.account).where(tables.account.c.provider == provider).order_by(tables.account.c.name)
        async with reading(self._engine) as connection:
            health = (
                await connection.execute(select(tables.provider).where(tables.provider.c.name == provider))
            ).one_or_none()
            roster = [rows.account(row) for row in await connection.execute(accounts)]
        return Remembered(
            roster={known.account: known for known in roster}, health=rows.health(health) if health else Health()
        )

    @uninterrupted
    async def remember(self, provider: str, remembered: Remembered, alerts: Sequence[Alert], at: datetime) -> None:
        """Remember what is known of a provider together with the alerts that this knowledge owes: all of it, or none.

        Only what differs is written, and nothing when nothing does. An alert whose key is stored already is not stored
        again. Accounts that are not in the roster are forgotten.

        Args:
            provider: The provider's name.
            remembered: What is known of it from now on.
            alerts: What is owed, in the order in which it is to be told.
            at: Since when.
        """
        async with writing(self._engine) as connection:
            await saving.keep_health(connection, rows.health_row(provider, remembered.health))
            await saving.keep_accounts(
                connection, provider, [rows.account_row(provider, known) for known in remembered.roster.values()]
            )
            await saving.owe(connection, [rows.alert_row(alert, at) for alert in alerts])

    @uninterrupted
    async def owe(self, alerts: Sequence[Alert], at: datetime) -> None:
        """Owe alerts that follow from no look, in the order in which they are to be told."""
        async with writing(self._engine) as connection:
            await saving.owe(connection, [rows.alert_row(alert, at) for alert in alerts])

    @uninterrupted
    async def fate(self, key: str) -> Fate:
        """Tell what became of an alert; of one that was never stored, nothing did."""
        settled = select(tables.alert.c.told_at, tables.alert.c.reason).where(tables.alert.c.key == key)
        async with reading(self._engine) as connection:
            row = (await connection.execute(settled)).one_or_none()
        return Fate() if row is None else Fate(told_at=row.told_at, given_up=row.reason)

    @uninterrupted
    async def owed(self, channel: int) -> Owed | None:
        """Find the oldest alert that a channel is owed.

        One that this version can't read is given up with a line in the log, so that it holds up nobody.
        """
        oldest = (
            select(tables.alert)
            .where(tables.alert.c.channel == channel, tables.unsettled)
            .order_by(tables.alert.c.id)
            .limit(1)
        )
        while True:
            async with reading(self._engine) as connection:
                row = (await connection.execute(oldest)).one_or_none()
            if row is None:
                return None
            if (owed := rows.owed(row)) is not None:
                return owed
            await self.give_up(row.id, "this version of the bot can't read it", self._now())

    @uninterrupted
    async def owing_channels(self) -> tuple[int, ...]:
        """Name the channels that are owed something, the one that waits longest first."""
        channel = tables.alert.c.channel
        longest_first = select(channel).where(tables.unsettled).group_by(channel).order_by(func.min(tables.alert.c.id))
        async with reading(self._engine) as connection:
            return tuple((await connection.execute(longest_first)).scalars())

    @uninterrupted
    async def unsent(self, channel: int) -> tuple[Owed, ...]:
        """List what a channel is owed and nobody began to send, the oldest first; what can't be read is left out."""
        waiting = select(tables.alert).where(
            tables.alert.c.channel == channel, tables.unsettled, tables.alert.c.sending_since.is_(None)
        )
        async with reading(self._engine) as connection:
            stored = await connection.execute(waiting.order_by(tables.alert.c.id))
            return tuple(owed for row in stored if (owed := rows.owed(row)) is not None)

    @uninterrupted
    async def fold(self, owed_ids: Sequence[int], into: Alert, at: datetime) -> None:
        """Owe one alert in place of several."""
        several = update(tables.alert).where(tables.alert.c.id.in_(owed_ids), tables.unsettled)
        async with writing(self._engine) as connection:
            await connection.execute(several.values(given_up_at=at, reason=f"{FOLDED}{into.key}"))
            await saving.owe(connection, [rows.alert_row(into, at)])

    @uninterrupted
    async def attempted(self, owed_id: int, at: datetime) -> None:
        """Count an attempt at sending, and keep the moment of the first; called before the attempt."""
        first = func.coalesce(tables.alert.c.sending_since, bindparam("at", at, tables.alert.c.sending_since.type))
        await self._change(owed_id, attempts=tables.alert.c.attempts + 1, sending_since=first)

    @uninterrupted
    async def strike_off(self, owed_id: int, message_id: int | None, at: datetime) -> None:
        """Note that an alert was told, as which message if that is known; a second time changes nothing."""
        await self._change(owed_id, told_at=at, message_id=message_id)

    @uninterrupted
    async def give_up(self, owed_id: int, reason: str, at: datetime) -> None:
        """Note that an alert will never be told, and why."""
        await self._change(owed_id, given_up_at=at, reason=reason)

    @uninterrupted
    async def synced(self, scope: str) -> str | None:
        """Recall the digest of the commands that Discord was last given for a scope."""
        digest = select(tables.command_sync.c.digest).where(tables.command_sync.c.scope == scope)
        async with reading(self._engine) as connection:
            return (await connection.execute(digest)).scalar_one_or_none()

    @uninterrupted
    async def note_sync(self, scope: str, digest: str) -> None:
        """Remember the digest of the commands that Discord was given for a scope."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.command_sync).where(tables.command_sync.c.scope == scope))
            await connection.execute(insert(tables.command_sync).values(scope=scope, digest=digest))

    @uninterrupted
    async def forget_told(self, before: datetime) -> int:
        """Forget the alerts that were told or given up before a moment, and tell how many they were."""
        settled_at = func.coalesce(tables.alert.c.told_at, tables.alert.c.given_up_at)
        async with writing(self._engine) as connection:
            return (await connection.execute(delete(tables.alert).where(settled_at < before))).rowcount

    @uninterrupted
    async def outbox_state(self, since: datetime) -> OutboxState:
        """Tell what is owed, and what was told and given up since a moment."""
        async with reading(self._engine) as connection:
            return await tally.outbox_state(connection, since)

    @uninterrupted
    async def revision(self) -> str:
        """Name the revision of the tables."""
        async with reading(self._engine) as connection:
            return await connection.run_sync(revision)

    @uninterrupted
    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    async def _change(self, owed_id: int, **values: object) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(
                update(tables.alert).where(tables.alert.c.id == owed_id, tables.unsettled).values(**values)
            )
