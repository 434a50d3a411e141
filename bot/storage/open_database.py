"""Opens the database at an address; an error says in a sentence what is wrong."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import BadDatabase, StorageUnavailable
from bot.storage.database import Store
from bot.storage.delayed_cancellation import cancel_shielded
from bot.storage.leader_fence import LeaderFence
from bot.storage.leader_lock import USUAL_TIMINGS, LeaderTimings
from bot.storage.postgres_leader_lock import PostgresLeaderLock
from bot.storage.schema_upgrade import bring_up_to_date
from bot.storage.sqlite_file import enable_wal, make_ready
from bot.storage.transactions import TimeTransaction, fenced, make_engine, make_lead_engine, reading, shown_address

_SQLITE_TIMEOUT = 5
"""Seconds to wait for a lock on the file, unless ``?timeout=`` in the address says otherwise; the driver's default
(https://docs.python.org/3/library/sqlite3.html#sqlite3.connect).
"""

_PERMANENT = frozenset({"28", "3D", "42"})
"""Classes of SQLSTATE that only a person can fix: the password, the database's name, permissions, names taken
(https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""


async def open_store(
    address: str,
    *,
    now: Callable[[], datetime],
    timed: TimeTransaction = nullcontext,
    fence: LeaderFence | None = None,
) -> Store:
    """Open the database at an address; create it or bring it up to date where needed.

    Args:
        address: A SQLAlchemy URL, as the settings allow it.
        now: The clock.
        timed: Returns a context that times one transaction.
        fence: Lets the store write only while this program leads; None if it is the only one.

    Raises:
        BadDatabase: Only a person can fix it; the text says how.
        StorageUnavailable: It is locked or can't be reached: try again later.
    """
    engine = _made(lambda url: make_engine(url, timed), address)
    store = Store(engine if fence is None else fenced(engine, fence), now=now)
    try:
        await _prepare(engine, now())
    except BaseException:
        await store.close()
        raise
    return store


async def open_lead(
    address: str,
    *,
    program: str,
    settings: Mapping[str, str],
    now: Callable[[], datetime],
    timings: LeaderTimings = USUAL_TIMINGS,
) -> PostgresLeaderLock:
    """Return the lead of a PostgreSQL database that answers; nobody has taken it yet. Raises as ``open_store``.

    Args:
        address: The address.
        program: How this program is named to people.
        settings: What must be the same for all programs, by name.
        now: The clock.
        timings: How often the leader and the database hear of each other.
    """
    engine = _made(make_lead_engine, address)
    try:
        with _mended_by_a_person(engine):
            await _connect(engine)
    except BaseException:
        await engine.dispose()
        raise
    return PostgresLeaderLock(engine, program=program, settings=settings, now=now, timings=timings)


def sqlite_file(address: str) -> Path | None:
    """Return the file of a SQLite database; None for PostgreSQL."""
    url = make_url(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _made(make: Callable[[URL], AsyncEngine], address: str) -> AsyncEngine:
    try:
        return make(make_url(address))
    except (ValueError, ArgumentError) as error:
        raise BadDatabase(f"an option in DATABASE_URL is not what it should be: {error}") from error


@cancel_shielded
async def _prepare(engine: AsyncEngine, at: datetime) -> None:
    if engine.url.get_backend_name() != "sqlite":
        await _connect_and_upgrade(engine)
        return
    file = Path(engine.url.database or "")
    timeout = float(str(engine.url.query.get("timeout", _SQLITE_TIMEOUT)))
    await asyncio.to_thread(make_ready, file, timeout=timeout, at=at)
    await _connect_and_upgrade(engine)
    await asyncio.to_thread(enable_wal, file, timeout=timeout)


async def _connect_and_upgrade(engine: AsyncEngine) -> None:
    with _mended_by_a_person(engine):
        await _connect(engine)
        await bring_up_to_date(engine)


@contextmanager
def _mended_by_a_person(engine: AsyncEngine) -> Iterator[None]:
    """Raise ``BadDatabase`` for a failure in the block that another try would not fix."""
    try:
        yield
    except StorageUnavailable as error:
        trouble = error.__cause__
        if not isinstance(trouble, DBAPIError) or not _is_permanent(trouble.orig):
            raise
        where = shown_address(engine.url)
        raise BadDatabase(f"the database {where} can't be opened or brought up to date: {trouble.orig}") from error


def _is_permanent(error: BaseException | None) -> bool:
    """Return whether another try would fail the same way."""
    return (
        str(getattr(error, "sqlstate", ""))[:2] in _PERMANENT
        or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
        or isinstance(error and error.__cause__, ValueError)  # asyncpg raises it for an option that it can't parse
    )


async def _connect(engine: AsyncEngine) -> None:
    try:
        async with reading(engine):
            pass
    except TypeError as error:
        raise BadDatabase(f"DATABASE_URL has an option that its driver does not take: {error}") from error
    except (ValueError, OverflowError) as error:  # an impossible port or host
        raise BadDatabase(f"DATABASE_URL can't be used as it is: {error}") from error
