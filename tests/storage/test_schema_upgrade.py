"""A database is brought up to date, or refused and left alone."""

import asyncio
import logging
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, UniqueConstraint, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import BadDatabase, StorageUnavailable
from bot.storage.open_database import open_store
from bot.storage.schema_upgrade import HEAD, revision
from bot.storage.tables import metadata
from tests.databases import ON_BOTH, ON_SQLITE
from tests.moments import NOON
from tests.storage import partial_indexes  # noqa: F401 - adds them to the metadata
from tests.storage.old_databases import migrations
from tests.storage.raw import ask, say


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _names(connection: Connection) -> dict[str, object]:
    """Return how the keys and constraints of each table are called."""
    inspector = inspect(connection)
    return {
        table: (
            inspector.get_pk_constraint(table)["name"] or f"pk_{table}",  # SQLite keeps none of a key that counts up
            {key["name"] for key in inspector.get_foreign_keys(table)},
            {key["name"] for key in inspector.get_unique_constraints(table)},
        )
        for table in metadata.tables
    }


def _wanted_names() -> dict[str, object]:
    return {
        name: (
            table.primary_key.name,
            {key.name for key in table.foreign_key_constraints},
            {key.name for key in table.constraints if isinstance(key, UniqueConstraint)},
        )
        for name, table in metadata.tables.items()
    }


def _names_in(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir())


@ON_BOTH
async def test_the_migrations_yield_the_tables_that_the_program_wants(database_url: str) -> None:
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as connection:
        differences = await connection.run_sync(_differences)
        assert differences == [], "bot/storage/migrations/versions: a migration makes what bot/storage/tables.py has"
        assert await connection.run_sync(_names) == _wanted_names()


@ON_BOTH
async def test_of_two_that_start_at_once_one_makes_the_database_and_says_so(
    new_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = (root.level, list(root.handlers), ours.disabled, logging.getLogger("bot.storage.open_database").disabled)
    with caplog.at_level(logging.INFO, logger="bot"):
        stores = await asyncio.gather(*(open_store(new_database_url, now=lambda: NOON) for _ in range(2)))
    assert [message.endswith(f"was brought to revision {HEAD}") for message in caplog.messages] == [True]
    after = (root.level, list(root.handlers), ours.disabled, logging.getLogger("bot.storage.open_database").disabled)
    assert before == after
    await stores[0].note_sync("guild", "digest")
    assert [await store.synced("guild") for store in stores] == ["digest"] * 2
    for store in stores:
        await store.close()


@ON_BOTH
async def test_a_database_of_a_newer_version_is_refused_with_its_revision(database_url: str) -> None:
    await (await open_store(database_url, now=lambda: NOON)).close()
    await say(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadDatabase, match=rf"revision 9999.*up to {HEAD}.*newer version.*DATABASE_URL") as refusal:
        await open_store(database_url.replace("bot@", "bot:hush@"), now=lambda: NOON)
    assert "hush" not in str(refusal.value)
    if database_url.startswith("postgresql"):
        option = "&password=hush" if "?" in database_url else "?password=hush"
        with pytest.raises(BadDatabase, match="9999") as refusal:
            await open_store(database_url + option, now=lambda: NOON)
        assert "hush" not in str(refusal.value)
    await say(database_url, "UPDATE alembic_version SET version_num = :ours", values={"ours": HEAD})
    await (await open_store(database_url, now=lambda: NOON)).close()


@ON_BOTH
async def test_a_database_of_another_program_is_refused_and_left_alone(new_database_url: str) -> None:
    await say(new_database_url, "CREATE TABLE invoice (id INTEGER)")
    with pytest.raises(BadDatabase, match="another program: it has the table invoice"):
        await open_store(new_database_url, now=lambda: NOON)
    await say(new_database_url, "CREATE TABLE alembic_version (version_num VARCHAR(32))")
    with pytest.raises(BadDatabase, match="another program: it has the table invoice"):
        await open_store(new_database_url, now=lambda: NOON)
    engine = create_async_engine(new_database_url, poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(_tables) == {"invoice", "alembic_version"}


async def test_the_file_of_another_program_is_not_changed_by_a_byte(tmp_path: Path) -> None:
    file = tmp_path / "invoices.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE invoice (id INTEGER)")
        connection.execute("PRAGMA user_version = 7")
    before = file.read_bytes()
    with pytest.raises(BadDatabase):
        await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
    assert file.read_bytes() == before
    assert _names_in(tmp_path) == ["invoices.db"]


@ON_SQLITE
async def test_no_number_of_what_was_deleted_is_given_again(database_url: str) -> None:
    counting = await ask(database_url, "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    assert {row[0] for row in counting} == {"alert", "board", "mute", "report_schedule", "waiter", "watch"}


async def test_there_is_no_way_back(database_url: str) -> None:
    await (await open_store(database_url, now=lambda: NOON)).close()

    def go_back(connection: Connection) -> None:
        command.downgrade(migrations(connection), "base")

    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as connection:
        with pytest.raises(AttributeError, match="downgrade"):
            await connection.run_sync(go_back)
        assert await connection.run_sync(revision) == HEAD


async def test_an_upgrade_that_can_not_be_stored_is_not_said_to_be_done(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM sqlite_master").fetchall()  # nobody else can commit from here on
        with caplog.at_level(logging.INFO, logger="bot"), pytest.raises(StorageUnavailable, match="locked"):
            await open_store(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}?timeout=0.1", now=lambda: NOON)
    assert caplog.messages == []


def test_the_revision_that_is_known_without_alembic_is_the_newest_step() -> None:
    assert ScriptDirectory.from_config(migrations()).get_heads() == [HEAD]


@ON_SQLITE
async def test_a_database_that_is_up_to_date_is_opened_without_alembic(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever imports it now fails; that nobody does before is for tests/app/test_platform_imports.py to say.
    monkeypatch.setitem(sys.modules, "alembic", None)
    await (await open_store(database_url, now=lambda: NOON)).close()
    with pytest.raises(ImportError):
        await open_store(f"{database_url}.new", now=lambda: NOON)
