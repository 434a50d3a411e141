"""The connection whose session holds the lead on PostgreSQL; when it ends, the lock is free.

The server itself ends a session that is silent for too long: its host is dead, or its program suspended. If a program
was suspended in the middle of sending a statement, the server doesn't count it as idle, so a standby ends its session.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.leader_lock import LeaderTimings
from bot.storage.transactions import failures_named

_MILLISECOND = timedelta(milliseconds=1)
_HAS_IDLE_TIMEOUT = 14

# The server waits for ever for the rest of a statement: statement_timeout counts only while it works on one.
_END_SUSPENDED = text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user
      AND application_name = current_setting('application_name')
      AND state = 'active' AND wait_event = 'ClientRead' AND now() - state_change > :silence
""")


class LeaderConnection:
    """Opens the connection when it is first needed, and closes it after a failure.

    Args:
        engine: Makes connections that commit each statement by itself.
        timings: How long the database may take to answer, and how long the session may be silent.

    Attributes:
        heard_at: When the database answered last, in seconds of the loop's clock; None if it never did.
    """

    def __init__(self, engine: AsyncEngine, timings: LeaderTimings) -> None:
        self.heard_at: float | None = None
        self._engine = engine
        self._timings = timings
        self._connection: AsyncConnection | None = None
        self._one_at_a_time = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def asked(self) -> AsyncIterator[tuple[AsyncConnection, bool]]:
        """Yield the connection, and True if it is new and so holds no lock; raises ``StorageUnavailable``."""
        async with self._one_at_a_time:
            try:
                with failures_named(self._engine.url):
                    async with asyncio.timeout(self._timings.answer.total_seconds()):
                        is_new = self._connection is None
                        if self._connection is None:
                            self._connection = await self._connect()
                        yield self._connection, is_new
            except BaseException:
                await self._drop()
                raise
            self.heard_at = asyncio.get_running_loop().time()

    @contextlib.asynccontextmanager
    async def unasked(self) -> AsyncIterator[None]:
        """Keep the connection unused in the block: to cancel a statement closes it, and the lock is lost."""
        async with self._one_at_a_time:
            yield

    async def end_suspended(self, connection: AsyncConnection) -> None:
        """End the sessions of programs that were suspended in the middle of a statement, with the locks they hold."""
        # Its session for the lead may be silent for one pause longer, and the server may just have ended it.
        silence = self._timings.session_timeout - self._timings.renew
        await connection.execute(_END_SUSPENDED, {"silence": silence})

    async def close(self) -> None:
        """Close the connection, if there is one; the server releases its lock."""
        async with self._one_at_a_time:
            await self._drop()

    async def _connect(self) -> AsyncConnection:
        connection = await self._engine.connect()
        server = connection.dialect.server_version_info
        if server is not None and int(server[0]) >= _HAS_IDLE_TIMEOUT:
            await connection.execute(
                text(f"SET idle_session_timeout = {self._timings.session_timeout // _MILLISECOND}")
            )
        return connection

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):  # the connection is dropped, whether or not it closes cleanly
                async with asyncio.timeout(1):
                    await connection.close()
