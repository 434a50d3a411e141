"""A database of PostgreSQL that one test after another gets, as empty as a new one, which takes far longer to make.

What a test left open is found here, and what it changed of the tables themselves: then the next test gets a new one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no stubs

_CLOSES_WITHIN = 5.0
"""Seconds for which a connection may take to close: as long as DROP DATABASE waits."""

_CUT = (OSError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InterfaceError)
"""How a statement fails whose connection was cut."""

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_SHAPE = """
    SELECT md5(string_agg(part, '|' ORDER BY part)) FROM (
        SELECT concat_ws(' ', 'class', oid, relname, relkind, reloptions)
            FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, attisdropped, atthasdef)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'constraint', oid) FROM pg_constraint
        UNION ALL SELECT concat_ws(' ', 'trigger', oid, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat_ws(' ', 'function', oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig) FROM pg_db_role_setting
    ) AS parts (part)
"""
"""A digest of all that is no row: tables, columns, constraints, triggers, functions, settings."""

_SEQUENCES = "SELECT setval(seqrelid, 1, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"


class EmptiedDatabase:
    """A database that is emptied after each test; made for the first that asks, and anew once a test has spoilt it.

    What is spoilt stays behind: the server is removed at the end of the run.

    Args:
        make: Makes one, and returns its name.
        connect: Connects to one of that name.
    """

    def __init__(self, make: Callable[[], Awaitable[str]], connect: Callable[[str], Awaitable[Any]]) -> None:
        self._make, self._connect = make, connect
        self._loop = asyncio.new_event_loop()  # a connection outlives the loops of tests
        self._connection: Any = None
        self._name = ""

    def name(self) -> str:
        """Return the name of the database, which is up to date and empty."""
        if self._connection is None:
            self._loop.run_until_complete(self._start())
        return self._name

    def empty(self) -> None:
        """Empty it after a test.

        Raises:
            AssertionError: The test left a connection open.
        """
        spoilt = True
        try:
            spoilt = self._loop.run_until_complete(self._is_spoilt())
        except _CUT:
            pass  # the test has cut every connection, this one too
        finally:
            if spoilt:
                self.leave()

    def leave(self) -> None:
        """Disconnect from it; the next test gets a new one."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._loop.run_until_complete(_disconnect(connection))

    def end(self) -> None:
        """Disconnect for good."""
        self.leave()
        self._loop.close()

    async def _start(self) -> None:
        self._name = await self._make()
        self._connection = await self._connect(self._name)
        self._tables = [str(row["relname"]) for row in await self._connection.fetch(_TABLES)]
        self._filled = await self._with_rows(self._tables)
        self._as_made = await self._state()

    async def _is_spoilt(self) -> bool:
        """Return whether it is another one than was made, once it is emptied."""
        assert await self._left_open() == 0, "the test left a connection to its database open"
        if await self._state() != self._as_made:
            return True
        if written := await self._with_rows([table for table in self._tables if table not in self._filled]):
            await self._connection.execute(f"TRUNCATE {', '.join(written)} CASCADE")
        await self._connection.execute(_SEQUENCES)
        return False

    async def _left_open(self) -> int:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSES_WITHIN):
                while await self._connection.fetchval(_OTHERS):  # noqa: ASYNC110 - a server tells nobody who left
                    await asyncio.sleep(0.001)
        return int(await self._connection.fetchval(_OTHERS))

    async def _state(self) -> list[object]:
        """Return what no test of rows changes: what the tables are, and the rows that new ones have."""
        rows = [await self._connection.fetch(f"SELECT * FROM {table}") for table in self._filled]  # noqa: S608 - our tables
        return [await self._connection.fetchval(_SHAPE), *map(str, rows)]

    async def _with_rows(self, tables: Sequence[str]) -> list[str]:
        questions = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608 - our tables
        return [str(row[0]) for row in await self._connection.fetch(questions)]


async def _disconnect(connection: Any) -> None:  # noqa: ANN401 - asyncpg has no types
    with suppress(*_CUT):
        await connection.close(timeout=_CLOSES_WITHIN)
