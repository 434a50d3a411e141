"""From an address to a store: whatever can be wrong with a database at start, and the sentence for it.

Not here: what a store can do (``store``), how a broken file is told from a sound one (``sqlite_file``), what an
up-to-date database is (``migrate``).
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import BadDatabase, StorageUnavailable
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.engine import make_engine, reading, writing
from bot.storage.schema_revision import HEAD, revision
from bot.storage.sqlite_file import keep_a_wal, make_ready
from bot.storage.store import Store

_SQLITE, _POSTGRES = "sqlite+aiosqlite", "postgresql+asyncpg"
_EXAMPLES = f"{_SQLITE}:///capacity.db or {_POSTGRES}://user:password@host/name"

_SQLITE_TIMEOUT = 5
"""How many seconds a lock on a file is waited for where ``?timeout=`` in the address doesn't say: as the driver does
(https://docs.python.org/3/library/sqlite3.html#sqlite3.connect).
"""

_FOR_A_PERSON = frozenset({"28", "3D", "42"})
"""Classes of SQLSTATE that only a person can mend: the password, the database's name, permissions, names taken
(https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""


async def open_store(address: str, *, now: Callable[[], datetime]) -> Store:
    """Open the database at an address (a SQLAlchemy URL); it is made, or brought up to date, where that is needed.

    Raises:
        BadDatabase: When only a person can help; it says how.
        StorageUnavailable: When it is locked or not reached: try again later.
    """
    url = _read(address)
    try:
        engine = make_engine(url)
    except ImportError as error:
        raise BadDatabase("PostgreSQL needs its driver: pip install 'capacity-bot[postgres]'") from error
    except ValueError as error:
        raise BadDatabase(f"an option in DATABASE_URL is not what it should be: {error}") from error
    store = Store(engine, now=now)
    try:
        await _prepare(engine, now())
    except BaseException:
        await store.close()
        raise
    return store


def _read(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # Without the cause, which may quote a part of the address that is a password.
        raise BadDatabase(f"DATABASE_URL is not the address of a database, such as {_EXAMPLES}") from None
    if url.drivername not in {_SQLITE, _POSTGRES}:
        raise BadDatabase(f"DATABASE_URL begins with {url.drivername}; it must be like {_EXAMPLES}")
    if url.drivername == _SQLITE and (url.database in {None, "", ":memory:"} or "uri" in url.query):
        raise BadDatabase(f"DATABASE_URL names no file, and every restart would forget everything; use {_EXAMPLES}")
    return url


@cancel_shielded
async def _prepare(engine: AsyncEngine, at: datetime) -> None:
    if engine.url.drivername == _POSTGRES:
        await _bring_up_to_date(engine)
        return
    file = Path(engine.url.database or "")
    patience = float(str(engine.url.query.get("timeout", _SQLITE_TIMEOUT)))
    await asyncio.to_thread(make_ready, file, patience=patience, at=at)
    await _bring_up_to_date(engine)
    await asyncio.to_thread(keep_a_wal, file, patience=patience)


async def _bring_up_to_date(engine: AsyncEngine) -> None:
    try:
        await _connect(engine)
        async with writing(engine) as connection:
            if await connection.run_sync(revision) != HEAD:
                from bot.storage.schema_upgrade import migrate  # noqa: PLC0415 - heavy: Alembic, needed where tables are old only

                await connection.run_sync(migrate)
    except StorageUnavailable as error:
        trouble = error.__cause__
        if not isinstance(trouble, DBAPIError) or not _is_for_a_person(trouble.orig):
            raise
        where = engine.url.render_as_string(hide_password=True)
        raise BadDatabase(f"the database {where} can't be brought up to date: {trouble.orig}") from error


def _is_for_a_person(said: BaseException | None) -> bool:
    """Return whether another try would fail the same way."""
    return (
        str(getattr(said, "sqlstate", ""))[:2] in _FOR_A_PERSON
        or getattr(said, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
        or isinstance(said and said.__cause__, ValueError)  # asyncpg's word for an option that it can't make sense of
    )


async def _connect(engine: AsyncEngine) -> None:
    try:
        async with reading(engine):
            pass
    except TypeError as error:
        raise BadDatabase(f"DATABASE_URL has an option that its driver does not take: {error}") from error
