"""Connections and transactions: the only place where the two databases differ while the program runs.

Every failure of the database in a transaction is raised as ``StorageUnavailable``; our own bugs are raised unchanged.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from functools import partial

from sqlalchemy import URL, Connection, NullPool, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from typing_extensions import override

from bot.errors import StorageUnavailable
from bot.storage.delayed_cancellation import cancel_shielded
from bot.storage.leader_fence import LeaderFence
from bot.storage.sqlite_file import file_identity, refuse_another_file

_FAILURES = (
    SQLAlchemyError,
    OSError,  # SQLAlchemy does not wrap network errors
)

_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 30
_BEGIN = "begin_with"
_FILE = "file"
_TIMED = "timed"
_TURNS = "turns"

_AT_A_TIME = 4
"""Maximum number of transactions at a time for work that may have one for each of a thousand channels."""

TimeTransaction = Callable[[], AbstractContextManager[None]]
"""Returns a context that times one transaction, including the wait for a connection."""
_FENCE = "fence"

_SESSION = {
    "application_name": "capacity-bot",  # finds the sessions of suspended programs
    # A program that hangs in a transaction holds locks that the next leader needs.
    "idle_in_transaction_session_timeout": "10s",
    # The server notices within about 11 s that a host is gone.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""Set for each session by a statement: poolers refuse these as options of the connection."""

_DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
"""While it is off, a server that crashes loses commits that it has just confirmed, and an alert would be told again
(https://www.postgresql.org/docs/current/wal-async-commit.html)."""


def make_engine(url: URL, timed: TimeTransaction = nullcontext) -> AsyncEngine:
    """Return an engine for a database, not connected yet.

    Parameters of statements may hold account names, so errors and logs don't show them.

    Args:
        url: Its address.
        timed: Times each transaction.

    Raises:
        ValueError: The driver rejects the value of an option in the address.
    """
    if url.get_backend_name() != "sqlite":
        engine = create_async_engine(
            url,
            hide_parameters=True,
            execution_options={_TIMED: timed},
            pool_pre_ping=True,  # after a restart of the server, reconnect instead of failing
            connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _ANSWER_SECONDS},
        )
        event.listen(engine.sync_engine, "connect", _set_up_postgres)
        return engine
    # A single connection, so that writers queue in the pool. SQLite takes one writer at a time; others would sleep and
    # retry: with twenty writers, that was measured to take more than a second.
    engine = create_async_engine(
        url, hide_parameters=True, execution_options={_TIMED: timed}, pool_size=1, max_overflow=0
    )
    event.listen(engine.sync_engine, "connect", _stop_once, insert=True)  # before SQLAlchemy's own first statements
    event.listen(engine.sync_engine, "connect", partial(_set_up_sqlite, str(url.database)))
    event.listen(engine.sync_engine, "begin", _begin_on_sqlite)
    return engine


def make_lead_engine(url: URL) -> AsyncEngine:
    """Return an engine for the connection that holds the lead: nothing is pooled, each statement commits by itself.

    Raises: as ``make_engine``.
    """
    engine = create_async_engine(
        url,
        hide_parameters=True,
        execution_options={_TIMED: nullcontext},
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _CONNECT_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", _set_up_postgres)
    return engine


def shown_address(url: URL) -> str:
    """Return a database's address for people, without its password, which may also be in the query."""
    return url.difference_update_query(["password"]).render_as_string(hide_password=True)


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction for reading.

    Raises:
        StorageUnavailable: The database fails.
    """
    async with _transaction(engine, "BEGIN") as connection:
        yield connection


@asynccontextmanager
async def _transaction(engine: AsyncEngine, begin: str) -> AsyncIterator[AsyncConnection]:
    options = engine.get_execution_options()
    async with options.get(_TURNS, nullcontext()):
        with options[_TIMED](), failures_named(engine.url):
            async with engine.connect() as connection:
                connection.info[_BEGIN] = begin
                async with connection.begin():
                    yield connection


@contextmanager
def failures_named(url: URL) -> Iterator[None]:
    """Raise every database failure in the block as ``StorageUnavailable``, naming the address."""
    try:
        yield
    except _FAILURES as error:
        raise _unavailable(error, url) from error


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction for reading and writing; its writes are stored together, or not at all.

    On SQLite, the write lock is taken at once: a transaction that reads first and writes later fails without waiting
    if another one wrote in between (https://www.sqlite.org/rescode.html#busy_snapshot).

    Raises:
        LeadLost: The engine is fenced, and another program leads now.
        StorageUnavailable: The database fails.
    """
    async with _transaction(engine, "BEGIN IMMEDIATE") as connection:
        fence: LeaderFence | None = engine.get_execution_options().get(_FENCE)
        if fence is not None:
            await fence.check(connection)
        yield connection


def fenced(engine: AsyncEngine, fence: LeaderFence) -> AsyncEngine:
    """Return an engine that writes only while this program leads; it shares its connections with the given one."""
    return engine.execution_options(**{_FENCE: fence})


def taking_turns(engine: AsyncEngine) -> AsyncEngine:
    """Return an engine that runs few transactions at a time; it shares its connections with the given one.

    Connections are handed out first come, first served: behind a thousand channels with alerts to deliver, a look
    would be stored seconds late, and the last channels would give up waiting. Use one engine to read what is owed and
    another to note what is sent, or all channels would read before any sends.
    """
    return engine.execution_options(**{_TURNS: asyncio.Semaphore(_AT_A_TIME)})


def _unavailable(error: Exception, url: URL) -> StorageUnavailable:
    cause = error.orig if isinstance(error, DBAPIError) else error
    # If no server answers, the address may be wrong. SQLite's own errors name their file.
    where = f" {shown_address(url)}" if isinstance(cause, OSError) and url.get_backend_name() != "sqlite" else ""
    # Some errors have no text, such as the TimeoutError of a connection that was not made in time.
    return StorageUnavailable(f"the database{where} is not available: {str(cause).strip() or type(cause).__name__}")


def _set_up_postgres(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for name, value in _SESSION.items():
        cursor.execute(f"SET SESSION {name} = '{value}'")
    cursor.execute(_DURABLE)
    cursor.close()


def _set_up_sqlite(file: str, connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    entry.info[_FILE] = file_identity(file)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut, also in WAL mode
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _stop_once(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Stop a connection only once, however often it is asked to stop.

    When a transaction is given up, SQLAlchemy stops its connection while aiosqlite is closing it. Aiosqlite then stops
    it again, and waits for ever for an answer of the thread that has ended: the program would never end.
    """
    driver = connection.driver_connection
    if not hasattr(driver, "stop"):  # the oldest supported aiosqlite has none
        return
    stop = driver.stop

    def once() -> object:
        stopped = stop()
        driver.stop = lambda: stopped
        return stopped

    driver.stop = once


def _begin_on_sqlite(connection: Connection) -> None:
    refuse_another_file(str(connection.engine.url.database), connection.info[_FILE])
    # Python's sqlite3 would open a transaction by itself, but late, and not for DDL.
    connection.exec_driver_sql(connection.info[_BEGIN])


class StorePart:
    """A part of a ``Store``; each public method is one transaction, which a cancellation waits for."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    @override
    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, method in tuple(vars(cls).items()):
            if inspect.iscoroutinefunction(method) and not name.startswith("_"):
                setattr(cls, name, cancel_shielded(method))
