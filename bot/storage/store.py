"""What the rest of the program asks of the database; one method is one transaction.

Every method raises ``StorageUnavailable`` if the database fails, and changes nothing then. Not here: when any of it
is asked (``watcher``, ``outbox``, ``editor``), how the database is opened (``opening``).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, union
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.accounts.failure_streak import FailureStreak
from bot.alerts.alert import Alert
from bot.alerts.evaluation import Evaluation
from bot.alerts.provider_memory import ProviderMemory
from bot.delivery.stored_alerts import DeliveryStatus
from bot.health.diagnosis import OutboxStatistics
from bot.storage import (
    alert_rows,
    alert_state_rows,
    alert_writes,
    outbox_statistics,
    provider_rows,
    provider_writes,
    tables,
)
from bot.storage.alert_lookup import AlertLookup
from bot.storage.board_store import BoardStore
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.engine import reading, writing
from bot.storage.history_store import HistoryStore
from bot.storage.message_store import MessageStore
from bot.storage.mute_store import MuteStore
from bot.storage.outbox_store import OutboxStore
from bot.storage.schema_revision import revision
from bot.storage.waiter_store import WaiterStore
from bot.storage.watch_store import WatchStore


class Store(OutboxStore):
    """The bot's memory. ``opening.open_store`` makes one; ``close`` it at the end."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine, now=now)
        self.watches = WatchStore(engine)
        self.mutes = MuteStore(engine)
        self.messages = MessageStore(engine)
        self.boards = BoardStore(engine)
        self.journal = AlertLookup(engine)
        self.waiters = WaiterStore(engine)
        self.history = HistoryStore(engine)

    @cancel_shielded
    async def remembered(self, provider: str) -> ProviderMemory:
        """Recall what is known of a provider; nothing at all of one that was never remembered."""
        accounts = select(tables.account).where(tables.account.c.provider == provider).order_by(tables.account.c.name)
        told = select(tables.alert_state).where(tables.alert_state.c.provider == provider)
        async with reading(self._engine) as connection:
            itself = (
                await connection.execute(select(tables.provider).where(tables.provider.c.name == provider))
            ).one_or_none()
            roster = [provider_rows.account(row) for row in await connection.execute(accounts)]
            alert_states = [
                state
                for row in await connection.execute(told)
                if (state := alert_state_rows.alert_state(row)) is not None
            ]
        return ProviderMemory(
            roster={known.account: known for known in roster},
            health=FailureStreak() if itself is None else provider_rows.health(itself),
            looked_at=None if itself is None else itself.looked_at,
            alert_states={(state.channel, state.topic): state for state in alert_states},
        )

    @cancel_shielded
    async def remember(self, provider: str, conclusion: Evaluation, at: datetime) -> None:
        """Remember what follows from a look at a provider: all of it, or nothing.

        Only what differs is written, and nothing when nothing does. An alert whose key is stored already is not stored
        again, and an amendment to one that is not stored is left out. Accounts that are not in the roster are
        forgotten; of the alert states, those that ended.

        Args:
            provider: The provider's name.
            conclusion: What follows from the look.
            at: Since when.
        """
        roster = conclusion.remembered.roster.values()
        owed = [alert_rows.alert_row(alert, at) for alert in conclusion.alerts]
        owed += [alert_rows.alert_row(unsent.alert, at, unsent.withheld) for unsent in conclusion.unsent]
        async with writing(self._engine) as connection:
            await provider_writes.save_provider(connection, provider_rows.provider_row(provider, conclusion.remembered))
            await provider_writes.save_accounts(
                connection, provider, [provider_rows.account_row(provider, known) for known in roster]
            )
            await provider_writes.save_alert_states(connection, provider, conclusion.alert_states, conclusion.ended)
            await alert_writes.owe(connection, owed)
            await alert_writes.amend_all(connection, conclusion.amendments)

    @cancel_shielded
    async def owe(self, alerts: Sequence[Alert], at: datetime) -> None:
        """Owe alerts that follow from no look, in the order in which they are to be told."""
        async with writing(self._engine) as connection:
            await alert_writes.owe(connection, [alert_rows.alert_row(alert, at) for alert in alerts])

    @cancel_shielded
    async def delivery_status(self, key: str) -> DeliveryStatus:
        """Return what became of an alert; an empty status if it was never stored."""
        settled = select(tables.alert.c.told_at, tables.alert.c.reason).where(tables.alert.c.key == key)
        async with reading(self._engine) as connection:
            row = (await connection.execute(settled)).one_or_none()
        return DeliveryStatus() if row is None else DeliveryStatus(told_at=row.told_at, given_up=row.reason)

    @cancel_shielded
    async def synced(self, scope: str) -> str | None:
        """Recall the digest of the commands that Discord was last given for a scope."""
        digest = select(tables.command_sync.c.digest).where(tables.command_sync.c.scope == scope)
        async with reading(self._engine) as connection:
            return (await connection.execute(digest)).scalar_one_or_none()

    @cancel_shielded
    async def note_sync(self, scope: str, digest: str) -> None:
        """Remember the digest of the commands that Discord was given for a scope."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.command_sync).where(tables.command_sync.c.scope == scope))
            await connection.execute(insert(tables.command_sync).values(scope=scope, digest=digest))

    @cancel_shielded
    async def forget_told(self, before: datetime) -> int:
        """Forget the alerts that were settled before a moment, and tell how many they were.

        Those that a state still names as open or that a board is told by, and those that they continue in, are kept:
        they may have to change.
        """
        columns = tables.alert.c
        named = (tables.alert_state.c.open_alert, tables.board.c.alert)
        kept = select(union(*(select(key.label("key")).where(key.is_not(None)) for key in named)).subquery().c.key)
        kept_keys = kept.cte("kept", recursive=True, nesting=True)  # sqlite3 counts the rows of what begins with DELETE
        continued = select(columns.continued_in).where(
            columns.key == kept_keys.c.key, columns.continued_in.is_not(None)
        )
        kept_keys = kept_keys.union(continued)
        settled_at = func.coalesce(columns.told_at, columns.given_up_at)
        settled = delete(tables.alert).where(settled_at < before, columns.key.not_in(select(kept_keys.c.key)))
        async with writing(self._engine) as connection:
            return (await connection.execute(settled)).rowcount

    @cancel_shielded
    async def outbox_state(self, since: datetime) -> OutboxStatistics:
        """Return what is owed, and what was delivered and given up since a moment."""
        async with reading(self._engine) as connection:
            return await outbox_statistics.outbox_state(connection, since)

    @cancel_shielded
    async def revision(self) -> str:
        """Name the revision of the tables."""
        async with reading(self._engine) as connection:
            return await connection.run_sync(revision)

    @cancel_shielded
    async def close(self) -> None:
        """Close the connections to the database."""
        await self._engine.dispose()
