"""The lead on PostgreSQL, where several programs may share a database.

It is a session-level advisory lock (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS) on a
connection of its own (``leader_connection``): the server gives it to another program as soon as that connection is
gone. Whoever has the lock increments the number in the row of ``tables.lead``, against which every write is checked
(``LeaderFence``).
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from typing_extensions import override

from bot.errors import LeadLost, StorageUnavailable
from bot.event_waiting import wait_at_most
from bot.health.doctor_findings import Leader
from bot.storage import tables
from bot.storage.column_types import AnyRow
from bot.storage.leader_connection import LeaderConnection
from bot.storage.leader_fence import LeaderFence
from bot.storage.leader_lock import USUAL_TIMINGS, LeaderLock, LeaderTimings, differing, digest_settings
from bot.storage.schema_upgrade import refuse_newer, revision

TRY_EVERY = timedelta(seconds=0.25)
"""Pause between two tries of a standby to take the lock."""

LOOK_EVERY = timedelta(seconds=2)
"""Pause between two checks of a standby who leads."""

HEARD_WITHIN = timedelta(seconds=30)
"""Maximum age of the database's last answer for a standby to count as healthy."""

_LINGER = 0.5
_CHECK_EVERY = 0.1

# Each schema has a lock number of its own; advisory locks of different databases are separate anyway.
_KEY = "('x' || substr(md5('capacity-bot lead in ' || current_schema()), 1, 16))::bit(64)::bigint"
_TAKE = text(f"SELECT pg_try_advisory_lock({_KEY})")
_READ_ONLY = text("SHOW transaction_read_only")
_RELEASE = text(f"SELECT pg_advisory_unlock({_KEY})")

READ_ONLY = "the database is read-only, so nothing can be stored in it"

log = logging.getLogger(__name__)


class PostgresLeaderLock(LeaderLock):
    """Takes the lead, holds it, and hands it over.

    Args:
        engine: Makes connections that commit each statement by itself (``transactions.make_lead_engine``).
        program: How this program is named to people.
        settings: What must be the same for all programs, by name; may hold secrets, so only digests are stored.
        now: The clock.
        timings: How often the leader and the database hear of each other.

    Attributes:
        fence: The fence of the leader's store.
    """

    fence: LeaderFence

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        program: str,
        settings: Mapping[str, str],
        now: Callable[[], datetime],
        timings: LeaderTimings = USUAL_TIMINGS,
    ) -> None:
        self.fence = LeaderFence()
        self._engine = engine
        self._program = program
        self._settings = settings
        self._now = now
        self._timings = timings
        self._connection = LeaderConnection(engine, timings)
        self._leader: Leader | None = None
        self._leader_epoch: int | None = None
        self._looked_at: float | None = None
        self._in_doubt = False

    @override
    async def __aexit__(self, *_: object) -> None:
        """Close the connection; the server releases the lock."""
        await self.step_down()
        await self._engine.dispose()

    @property
    @override
    def leader(self) -> Leader | None:
        return self._leader

    @override
    def is_heard(self) -> bool:
        clock, heard_at = asyncio.get_running_loop().time, self._connection.heard_at
        return heard_at is not None and clock() - heard_at < HEARD_WITHIN.total_seconds()

    @override
    async def take(self) -> None:
        """Wait until this program has the lock; until then it stands by.

        Raises:
            BadDatabase: A newer version of this program made the tables.
        """
        waits = False
        while True:
            try:
                if await self._try_once():
                    return
                waits = False
            except StorageUnavailable as problem:
                if not waits:
                    log.error("The start waits for the database: %s", problem)
                waits = True
            await asyncio.sleep(TRY_EVERY.total_seconds())

    @override
    async def begin_term(self) -> None:
        """Increment the epoch: from now on, writes of the previous leader are refused.

        Raises:
            LeadLost: The lock was lost again; nothing has changed.
            StorageUnavailable: The database fails.
        """
        at = self._now()
        values = {"program": self._program, "since": at, "ready_at": None, "settings": digest_settings(self._settings)}
        async with self._connection.asked() as (connection, is_new):
            if is_new:
                raise LeadLost("the connection that held the lock was lost")
            taken = update(tables.lead).values(epoch=tables.lead.c.epoch + 1, **values).returning(tables.lead.c.epoch)
            epoch: int = (await connection.execute(taken)).scalar_one()
        self.fence.begin_term(epoch)
        self._leader, self._leader_epoch = Leader(program=self._program, since=at), epoch
        log.info("This program (%s) leads.", self._program)

    @override
    async def note_ready(self) -> None:
        ready = update(tables.lead).where(tables.lead.c.epoch == self.fence.epoch).values(ready_at=self._now())
        with contextlib.suppress(StorageUnavailable):  # then the previous leader ends by its own deadline
            async with self._connection.asked() as (connection, _):
                await connection.execute(ready)

    @override
    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        watch = asyncio.create_task(self.watch())
        try:
            yield
            async with self._connection.unasked():
                watch.cancel()
        finally:
            watch.cancel()
            await asyncio.wait((watch,))
            problem = None if watch.cancelled() else watch.exception()
        if problem is not None:
            raise problem

    @override
    async def watch(self) -> None:
        while True:
            pause = TRY_EVERY if self._in_doubt else self._timings.renew
            await wait_at_most(self.fence.lost, pause.total_seconds())
            if self.fence.lost.is_set():
                raise LeadLost("another program leads now")
            await self._renew()

    @override
    async def hand_over(self) -> None:
        """Release the lock, and wait a short while for the next leader to answer people, if a program takes it."""
        clock = asyncio.get_running_loop().time
        released_at = clock()
        with contextlib.suppress(StorageUnavailable, TimeoutError):
            async with asyncio.timeout(self._timings.hand_over.total_seconds()):
                async with self._connection.asked() as (connection, _):
                    await connection.execute(_RELEASE)
                while True:
                    async with self._connection.asked() as (connection, _):
                        row = await _row(connection)
                        is_next = row is not None and row.epoch != self.fence.epoch
                        waited = clock() - released_at > self._timings.nobody.total_seconds()
                        # A program that has taken the lock may need a moment until it leads.
                        if not is_next and waited and (await connection.execute(_TAKE)).scalar_one():
                            return
                    if row is not None and is_next and row.ready_at is not None:
                        log.info("%s leads now.", row.program)
                        # Meanwhile, answer requests that only this program received.
                        await asyncio.sleep(_LINGER)
                        return
                    await asyncio.sleep(_CHECK_EVERY)

    @override
    async def step_down(self) -> None:
        await self._connection.close()

    async def _try_once(self) -> bool:
        async with self._connection.asked() as (connection, _):
            if (await connection.execute(_TAKE)).scalar_one():
                if (await connection.execute(_READ_ONLY)).scalar_one() == "on":
                    raise StorageUnavailable(READ_ONLY)  # this gives up the lock
                await self._connection.end_suspended(connection)
                return True
            clock = asyncio.get_running_loop().time
            if self._looked_at is not None and clock() - self._looked_at < LOOK_EVERY.total_seconds():
                return False
            self._looked_at = clock()
            await self._connection.end_suspended(connection)
            refuse_newer(self._engine.url, await connection.run_sync(revision))
            row = await _row(connection) if await connection.run_sync(_has_lead) else None
        self._stand_by(row)
        return False

    def _stand_by(self, row: AnyRow | None) -> None:
        """Log who leads, and which settings differ, once for each leader."""
        epoch = None if row is None else row.epoch
        if self._leader is not None and epoch == self._leader_epoch:
            return
        self._leader_epoch = epoch
        if row is None or row.program is None or row.since is None:
            self._leader = Leader(program="another program", since=self._now(), is_other=True)
            log.info("Standing by: another program leads.")
            return
        self._leader = Leader(program=row.program, since=row.since, is_other=True)
        log.info("Standing by: %s leads since %s.", row.program, f"{row.since:%Y-%m-%d %H:%M:%S} UTC")
        if names := differing(self._settings, row.settings):
            log.warning(
                "These settings differ from the leader's (%s): %s. They take effect once this program leads.",
                row.program,
                ", ".join(names),
            )

    async def _renew(self) -> None:
        """Find out whether this program still leads; take the lock again if its connection was lost."""
        try:
            async with self._connection.asked() as (connection, is_new):
                held = not is_new or (await connection.execute(_TAKE)).scalar_one()
                row = await _row(connection)
        except StorageUnavailable as problem:
            if not self._in_doubt:
                log.warning("The connection that holds the lead was lost and is made again: %s", problem)
            self._in_doubt = True
            return
        self.fence.compare(None if row is None else row.epoch)
        if not held:
            # Another program has the lock, and will take the next number in a moment.
            await self.step_down()
            self._in_doubt = True
        elif self._in_doubt:
            self._in_doubt = False
            log.info("This program (%s) still leads.", self._program)


async def _row(connection: AsyncConnection) -> AnyRow | None:
    return (await connection.execute(select(tables.lead))).one_or_none()


def _has_lead(connection: Connection) -> bool:
    return inspect(connection).has_table(tables.lead.name)
