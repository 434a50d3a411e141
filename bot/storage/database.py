"""The database as the rest of the program sees it: all stores, and the transaction that ends a look."""

import secrets
from collections.abc import Callable
from datetime import datetime
from itertools import chain

from sqlalchemy import delete, func, insert, select, union
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.accounts.failure_streak import FailureStreak
from bot.alerts.alert_composition import tells_nothing_free, with_waiting
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.evaluate_look import Evaluation
from bot.health.doctor_findings import Backlog, OutboxStatistics
from bot.polling.provider_poller import MemoryStorage
from bot.storage import alert_rows, alert_state_rows, outbox_statistics, provider_rows, tables
from bot.storage.alert_lookup import AlertLookup
from bot.storage.board_store import BoardStore
from bot.storage.found_provider_store import FoundProviderStore
from bot.storage.history_store import HistoryStore
from bot.storage.label_store import LabelStore
from bot.storage.mute_store import MuteStore
from bot.storage.outbox_store import OutboxStore
from bot.storage.report_store import ReportStore
from bot.storage.schema_upgrade import revision
from bot.storage.sent_message_store import MessageStore
from bot.storage.transactions import StorePart, reading, writing
from bot.storage.waiter_store import WaiterStore
from bot.storage.watch_store import WatchStore

_MARK_KEY = "mark key"


class Store(StorePart, MemoryStorage):
    """The bot's memory, in parts. ``open_database.open_store`` opens one; ``close`` it at the end."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self.outbox = OutboxStore(engine, now=now)
        self.watches = WatchStore(engine, now=now)
        self.mutes = MuteStore(engine)
        self.messages = MessageStore(engine)
        self.boards = BoardStore(engine)
        self.alerts = AlertLookup(engine)
        self.waiters = WaiterStore(engine)
        self.history = HistoryStore(engine)
        self.found = FoundProviderStore(engine)
        self.labels = LabelStore(engine)
        self.reports = ReportStore(engine, now=now)

    @override
    async def load_memory(self, provider: str) -> ProviderMemory:
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
            streak=FailureStreak() if itself is None else provider_rows.streak(itself),
            looked_at=None if itself is None else itself.looked_at,
            missing_since=None if itself is None else itself.missing_since,
            alert_states={(state.channel, state.topic): state for state in alert_states},
        )

    @override
    async def save_evaluation(self, provider: str, evaluation: Evaluation, at: datetime) -> None:
        roster = evaluation.remembered.roster.values()
        untold = (alert_rows.alert_row(unsent.alert, at, unsent.withheld) for unsent in evaluation.unsent)
        async with writing(self._engine) as connection:
            waiting = 0
            if any(map(tells_nothing_free, evaluation.alerts)):
                waiting = (await outbox_statistics.count_waiting(connection)).get(provider, 0)
            told = (
                alert_rows.alert_row(with_waiting(alert, waiting) if waiting else alert, at)  # made as they are stored
                for alert in evaluation.alerts
            )
            await provider_rows.save_provider(connection, provider_rows.provider_row(provider, evaluation.remembered))
            await provider_rows.save_accounts(
                connection, provider, [provider_rows.account_row(provider, known) for known in roster]
            )
            await alert_state_rows.save_alert_states(connection, provider, evaluation.alert_states, evaluation.ended)
            await alert_rows.owe(connection, chain(told, untold))
            await alert_rows.amend_all(connection, evaluation.amendments)

    async def mark_key(self) -> str:
        """Return the key of the marks in buttons; made at random when it is first asked for."""
        value = select(tables.secret.c.value).where(tables.secret.c.name == _MARK_KEY)
        async with writing(self._engine) as connection:
            key = (await connection.execute(value)).scalar_one_or_none()
            if key is None:
                key = secrets.token_hex(32)
                await connection.execute(insert(tables.secret).values(name=_MARK_KEY, value=key))
            return key

    async def synced(self, scope: str) -> str | None:
        """Return the digest of the commands last registered with Discord for a scope; None if there were none."""
        digest = select(tables.command_sync.c.digest).where(tables.command_sync.c.scope == scope)
        async with reading(self._engine) as connection:
            return (await connection.execute(digest)).scalar_one_or_none()

    async def note_sync(self, scope: str, digest: str) -> None:
        """Store the digest of the commands registered with Discord for a scope."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.command_sync).where(tables.command_sync.c.scope == scope))
            await connection.execute(insert(tables.command_sync).values(scope=scope, digest=digest))

    async def delete_old_alerts(self, before: datetime) -> int:
        """Delete the alerts that were settled before a moment; return how many.

        Alerts that may still change are kept: those that a state names as open, those of boards, and the alerts that
        they continue in.
        """
        columns = tables.alert.c
        named = (tables.alert_state.c.open_alert, tables.board.c.alert)
        kept = select(union(*(select(key.label("key")).where(key.is_not(None)) for key in named)).subquery().c.key)
        kept_keys = kept.cte(
            "kept", recursive=True, nesting=True
        )  # sqlite3 counts deleted rows only if the statement starts with DELETE
        continued = select(columns.continued_in).where(
            columns.key == kept_keys.c.key, columns.continued_in.is_not(None)
        )
        kept_keys = kept_keys.union(continued)
        settled_at = func.coalesce(columns.told_at, columns.given_up_at)
        settled = delete(tables.alert).where(settled_at < before, columns.key.not_in(select(kept_keys.c.key)))
        async with writing(self._engine) as connection:
            return (await connection.execute(settled)).rowcount

    async def delete_ended(self, before: datetime) -> None:
        """Delete mutes that ended, and watches, boards and scheduled reports that were removed, before a moment."""
        removed = ((table, table.c.removed_at) for table in (tables.watch, tables.board, tables.report_schedule))
        async with writing(self._engine) as connection:
            for table, ended_at in ((tables.mute, tables.mute.c.until), *removed):
                await connection.execute(delete(table).where(ended_at < before))

    async def outbox_statistics(self, since: datetime) -> OutboxStatistics:
        """Return counts of alerts that are owed now, and of those delivered or given up since a moment."""
        async with reading(self._engine) as connection:
            return await outbox_statistics.count_outbox(connection, since)

    async def backlog(self) -> Backlog:
        """Return counts of owed alerts and of waiters."""
        async with reading(self._engine) as connection:
            return await outbox_statistics.count_backlog(connection)

    async def revision(self) -> str:
        """Return the revision of the tables."""
        async with reading(self._engine) as connection:
            return await connection.run_sync(revision)

    async def close(self) -> None:
        """Close the connections to the database."""
        await self._engine.dispose()
