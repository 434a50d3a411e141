"""Connections and transactions: the one place that knows how the two databases differ while the program runs.

Whatever goes wrong in a transaction comes out as ``StorageUnavailable``. Not here: how a database is found and opened
(``opening``), what is said in a transaction (``store``).
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import StorageUnavailable

_FAILURES = (
    SQLAlchemyError,
    OSError,  # the network's trouble comes through SQLAlchemy as it is
    ValueError,  # a row that was damaged on disk, so that it is not what was written
)

_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 30
_BEGIN = "begin_with"


def make_engine(url: URL) -> AsyncEngine:
    """Make what connects to a database, without connecting yet.

    The parameters of statements, which hold the names of accounts, are kept out of errors and logs.

    Raises:
        ImportError: When the driver is not installed.
        ValueError: When an option in the address is not what its driver takes.
    """
    if url.get_backend_name() != "sqlite":
        return create_async_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,  # a server that was restarted meanwhile costs a connection, not an error
            connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _ANSWER_SECONDS},
        )
    # One connection with a queue before it. SQLite takes one writer at a time; connections that find it busy sleep and
    # try again, and twenty writers at once were seen to need more than a second so.
    engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_on_sqlite)
    return engine


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction for reading.

    Raises:
        StorageUnavailable: When the database fails.
    """
    try:
        async with engine.begin() as connection:
            yield connection
    except _FAILURES as error:
        raise _unavailable(error) from error


def writing(engine: AsyncEngine) -> AbstractAsyncContextManager[AsyncConnection]:
    """Open a transaction for reading and writing; what it writes is kept as a whole, or not at all.

    SQLite takes its lock for writing at once: a transaction that reads first and writes later fails, without any
    waiting, when somebody else wrote in between (https://www.sqlite.org/rescode.html#busy_snapshot).

    Raises:
        StorageUnavailable: When the database fails.
    """
    return reading(engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}))


def _unavailable(error: Exception) -> StorageUnavailable:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return StorageUnavailable(f"the database is not available: {cause}")


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut, also in WAL mode
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    # Python's sqlite3 would begin by itself, but late, and not for DDL.
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
