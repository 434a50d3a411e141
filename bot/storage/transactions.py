"""Connections and transactions: the only place where the two databases differ while the program runs.

Every failure of the database in a transaction is raised as ``StorageUnavailable``; our own mistakes stay what they are.
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
from bot.storage.cancel_shield import cancel_shielded
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
"""Maximum number of transactions at a time where there may be one for each of a thousand channels."""

TimeTransaction = Callable[[], AbstractContextManager[None]]
"""Returns a context in which one transaction runs, waiting for the database included."""
_FENCE = "fence"

_SESSION = {
    "application_name": "capacity-bot",  # by which sessions of suspended programs are found
    # A program that hangs in a transaction holds locks that the next leader waits for.
    "idle_in_transaction_session_timeout": "10s",
    # The server notices within about 11 s that a host is gone.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""Set for each session by a statement: poolers refuse them where a connection is made."""

_DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
"""Where it is off, a server that crashes forgets what it confirmed shortly before, and an alert would be told again
(https://www.postgresql.org/docs/current/wal-async-commit.html)."""


def make_engine(url: URL, timed: TimeTransaction = nullcontext) -> AsyncEngine:
    """Return an engine for a database, not connected yet.

    Parameters of statements, which hold account names, are kept out of errors and logs.

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
            pool_pre_ping=True,  # a restarted server costs a reconnect, not an error
            connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _ANSWER_SECONDS},
        )
        event.listen(engine.sync_engine, "connect", _set_up_postgres)
        return engine
    # A single connection, so that writers queue in the pool. SQLite takes one writer at a time; others would sleep and
    # retry, and twenty of them were measured to need more than a second.
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
    """Return a database's address for people: without its password, wherever that stands."""
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
    """Raise every failure of the database at an address in the block as ``StorageUnavailable``."""
    try:
        yield
    except _FAILURES as error:
        raise _unavailable(error, url) from error


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction for reading and writing; its writes are stored together, or not at all.

    SQLite takes its write lock at once: a transaction that reads first and writes later fails without waiting if
    somebody else wrote in between (https://www.sqlite.org/rescode.html#busy_snapshot).

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
    """Return an engine of which few transactions run at a time; it shares its connections with the given one.

    Connections are handed out in the order in which they were asked for: behind a thousand channels with something to
    deliver, what follows from a look would be stored seconds late, and the last of them would give up waiting. Who
    reads what is owed next should have turns apart from those who note what they send, or all would read before anyone
    sends.
    """
    return engine.execution_options(**{_TURNS: asyncio.Semaphore(_AT_A_TIME)})


def _unavailable(error: Exception, url: URL) -> StorageUnavailable:
    cause = error.orig if isinstance(error, DBAPIError) else error
    # Where nobody answers, the address may be wrong. SQLite's own failures name their file.
    where = f" {shown_address(url)}" if isinstance(cause, OSError) and url.get_backend_name() != "sqlite" else ""
    # Some say nothing, such as the TimeoutError of a connection that was not made in time.
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
    """Make every stop of a connection the first one.

    Where a transaction is given up, SQLAlchemy stops its connection while aiosqlite is closing it, which stops it too
    and waits for an answer of the thread that has ended by then: the program would never end.
    """
    driver = connection.driver_connection
    if not hasattr(driver, "stop"):  # aiosqlite's lowest version has none
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
    """A part of a ``Store``: a cancellation waits for each of its public methods, which is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    @override
    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, method in tuple(vars(cls).items()):
            if inspect.iscoroutinefunction(method) and not name.startswith("_"):
                setattr(cls, name, cancel_shielded(method))
