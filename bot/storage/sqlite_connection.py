"""Connections to SQLite: how they are set up, begin a transaction and end, with as few trips to their thread as can be.

aiosqlite runs all that is asked of a connection in a thread of its own. Each trip there and back costs as much as a
small statement, and makes a burst of commands wait.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Self

import aiosqlite
from sqlalchemy import Connection, PoolResetState, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry
from typing_extensions import override

BEGIN_WITH = "begin_with"
"""In a connection's ``info``: the statement that begins its transactions."""

COMMITTED = "committed"
"""In a connection's ``info``: whether its last transaction is known to be stored, so that nothing is to be undone."""

_FILE = "file"

_FEW = 100
"""Rows that are brought along: as many as most statements have, and no more than a stream asks for at a time."""


def listen(engine: AsyncEngine) -> None:
    """Have an engine's connections set up; nothing resets them but this."""
    file, on = str(engine.url.database), partial(event.listen, engine.sync_engine)
    on("connect", _shorten, insert=True)  # before SQLAlchemy's own first statements
    on("connect", partial(_set_up, file))
    on("begin", partial(_begin, file))
    on("reset", _undo)


def _set_up(file: str, connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    entry.info[_FILE] = _file_at(file)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut, also in WAL mode
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(file: str, connection: Connection) -> None:
    # SQLite goes on writing to a file that was deleted or moved, and the next start would know nothing of it.
    if _file_at(file) != connection.info[_FILE]:
        raise OSError(f"{file} was deleted, moved or replaced: put it back, or restart the bot to use what is there")
    connection.info[COMMITTED] = False
    # Python's sqlite3 would open a transaction by itself, but late, and not for DDL.
    connection.exec_driver_sql(connection.info[BEGIN_WITH])


def _undo(connection: DBAPIConnection, entry: ConnectionPoolEntry, state: PoolResetState) -> None:
    """Undo what is not committed, as SQLAlchemy does also where nothing is to be undone."""
    if state.asyncio_safe and not entry.info.get(COMMITTED):
        connection.rollback()


def _file_at(path: str) -> tuple[int, int] | None:
    """Return what identifies the file at a path; None where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Cursor(aiosqlite.Cursor):
    """A cursor that brings the first rows along with its statement, and is closed where it is: that needs no disk."""

    _first: list[sqlite3.Row]

    @override
    async def execute(self, sql: str, parameters: Iterable[object] | None = None) -> Self:
        def run() -> None:
            self._cursor.execute(sql, parameters or ())  # type: ignore[arg-type]  # aiosqlite calls any Iterable parameters
            self._first = self._cursor.fetchmany(_FEW)

        await self._execute(run)  # type: ignore[no-untyped-call]  # aiosqlite's own
        return self

    @override
    async def fetchall(self) -> Iterable[sqlite3.Row]:
        return self._first if len(self._first) < _FEW else [*self._first, *await super().fetchall()]

    @override
    async def fetchmany(self, size: int | None = None) -> Iterable[sqlite3.Row]:
        first, self._first = self._first, []
        return first or await super().fetchmany(size)

    @override
    async def close(self) -> None:
        self._cursor.close()


def _shorten(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Make cursors without a trip, and every stop of a connection the first one.

    Where a transaction is given up, SQLAlchemy stops its connection while aiosqlite is closing it, which stops it too
    and waits for an answer of the thread that has ended by then: the program would never end.
    """
    driver = connection.driver_connection
    driver.cursor = lambda: _Cursor(driver, driver._conn.cursor())  # noqa: SLF001 - aiosqlite makes none but in its thread
    if hasattr(driver, "stop"):  # aiosqlite's lowest version has none
        driver.stop = _once(driver.stop)


def _once(stop: Callable[[], object]) -> Callable[[], object]:
    stopped: list[object] = []

    def once() -> object:
        stopped[:] = stopped or [stop()]
        return stopped[0]

    return once
