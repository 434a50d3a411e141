"""The database of PostgreSQL that tests share one after another: each finds it as a new one would be."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.emptied_database import EmptiedDatabase
from tests.postgres_server import Postgres, make_database
from tests.rows import each_row


class Told:
    """A database that a test of its own may spoil, and what is asked of it."""

    def __init__(self, server: Postgres, loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        self._loop = loop
        self.database = EmptiedDatabase(
            lambda: make_database(server, template="migrated"), lambda name: server.connect(database=name)
        )

    def connect(self) -> Any:  # noqa: ANN401 - asyncpg has no types
        """Connect to it."""
        return self._loop.run_until_complete(self._server.connect(database=self.database.name()))

    def disconnect(self, connection: Any) -> None:  # noqa: ANN401 - as above
        """Close a connection."""
        self._loop.run_until_complete(connection.close())

    def say(self, statement: str) -> Any:  # noqa: ANN401 - whatever is asked
        """Run a statement, and return the first value of its answer."""
        connection = self.connect()
        try:
            return self._loop.run_until_complete(connection.fetchval(statement))
        finally:
            self.disconnect(connection)


@pytest.fixture
def told(postgres: Postgres) -> Iterator[Told]:
    with closing(asyncio.new_event_loop()) as loop:
        asked = Told(postgres, loop)
        yield asked
        asked.database.end()


_ADD = "INSERT INTO mute (guild, channel, by, until) VALUES (1, 1, 1, now()) RETURNING id"


def test_rows_are_gone_and_numbers_start_anew(told: Told) -> None:
    name = told.database.name()
    for _ in range(2):
        assert told.say(_ADD) == 1
        told.say("DELETE FROM mute")
        assert told.say(_ADD) == 2
        told.database.empty()
        assert told.say("SELECT count(*) FROM mute") == 0
        assert told.say("SELECT count(*) FROM alembic_version") == 1
    assert told.database.name() == name


@each_row(
    "statement",
    [
        "ALTER TABLE mute RENAME TO elsewhere",
        "DROP TABLE mute",
        "ALTER TABLE mute ADD COLUMN more INTEGER",
        "CREATE INDEX more ON mute (channel)",
        "UPDATE alembic_version SET version_num = '9999'",
        "DELETE FROM lead",
    ],
)
def test_what_was_spoilt_is_not_given_to_the_next(told: Told, statement: str) -> None:
    name = told.database.name()
    told.say(statement)
    told.database.empty()
    assert told.database.name() != name
    assert told.say(_ADD) == 1


def test_a_connection_left_open_fails_its_test_and_no_other(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.emptied_database._CLOSES_WITHIN", 0.1)
    name, left = told.database.name(), told.connect()
    with pytest.raises(AssertionError, match="left a connection"):
        told.database.empty()
    assert told.database.name() != name
    told.disconnect(left)


def test_a_test_that_cuts_every_connection_gets_the_next_a_new_one(told: Told) -> None:
    name = told.database.name()
    told.say(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    told.database.empty()
    assert told.database.name() != name
