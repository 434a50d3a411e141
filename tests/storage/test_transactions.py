"""Each database is used in the way that loses nothing, and its trouble is told as one error."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.alerts.alert_state import ProviderMemory
from bot.errors import StorageUnavailable
from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.storage.transactions import make_engine, make_lead_engine, reading, writing
from bot.waitlist.waitlist_storage import WaitlistUpdate
from tests.databases import ON_POSTGRES, ON_SQLITE
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON
from tests.postgres_server import Postgres
from tests.rows import each_row
from tests.storage.disks import full_disk
from tests.storage.raw import say
from tests.storage.records import FIRST_SEEN, FULL, evaluation_with, read_back


@ON_SQLITE
async def test_sqlite_writes_through_to_the_disk_beside_a_log(database_url: str) -> None:
    address = f"{database_url}?timeout=1.5"
    engine = make_engine(make_url(address))
    async with reading(engine) as connection:
        pragmas = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await engine.dispose()
    full = 2
    assert pragmas == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1, "busy_timeout": 1500}


async def test_a_connection_that_is_stopped_while_it_is_being_closed_is_closed(tmp_path: Path) -> None:
    engine, gate = make_engine(make_url(f"sqlite+aiosqlite:///{tmp_path / 'capacity.db'}")), threading.Event()
    connection = await engine.raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    await driver.create_function("wait", 0, gate.wait)
    asking = asyncio.ensure_future(driver.execute("SELECT wait()"))
    await asyncio.sleep(0)
    closing_down = asyncio.ensure_future(driver.close())
    await asyncio.sleep(0)
    driver.stop()  # as SQLAlchemy does where it was cancelled twice, of which the second time cancels the closing too
    closing_down.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.wait({closing_down}, timeout=GIVE_UP_AFTER)
    assert closing_down.cancelled()
    await asyncio.gather(asking, return_exceptions=True)
    connection.detach()
    await engine.dispose()


async def test_a_locked_file_is_unavailable_until_the_lock_is_gone(migrated_file: Path, tmp_path: Path) -> None:
    file = shutil.copy(migrated_file, tmp_path)
    store = await open_store(f"sqlite+aiosqlite:///{file}?timeout=0.01", now=lambda: NOON)
    with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="locked") as failure:
            await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
        assert await store.load_memory("minimax") == ProviderMemory()
    assert failure.value.__cause__ is not None
    await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
    assert (await store.load_memory("minimax")).roster == read_back(FULL)
    await store.close()


@ON_SQLITE
async def test_a_file_that_became_read_only_is_unavailable_until_it_can_be_written(database_url: str) -> None:
    engine = make_engine(make_url(database_url))
    store = Store(engine, now=lambda: NOON)
    await store.save_evaluation("minimax", evaluation_with(FIRST_SEEN), NOON)
    for read_only in (True, False):
        async with reading(engine) as connection:  # as a file system that was mounted again, for reading only
            await connection.execute(text(f"PRAGMA query_only = {read_only:d}"))
        if read_only:
            with pytest.raises(StorageUnavailable, match="readonly"):
                await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
            assert (await store.load_memory("minimax")).roster == read_back(FIRST_SEEN)
    await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
    assert (await store.load_memory("minimax")).roster == read_back(FULL)
    await store.close()


@ON_SQLITE
async def test_a_full_disk_is_unavailable_until_there_is_room(store: Store) -> None:
    await store.save_evaluation("minimax", evaluation_with(FIRST_SEEN), NOON)
    with full_disk():
        with pytest.raises(StorageUnavailable):
            await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
        assert (await store.load_memory("minimax")).roster == read_back(FIRST_SEEN)
    await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
    assert (await store.load_memory("minimax")).roster == read_back(FULL)


@ON_SQLITE
@each_row("damage", ["settled = 'melted'", "named_at = 'noon'", "name = CAST(X'ff' AS TEXT)"])
async def test_a_row_damaged_on_disk_makes_the_storage_unavailable(
    damage: str, database_url: str, store: Store
) -> None:
    await say(database_url, "DELETE FROM account")
    await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
    await say(database_url, f"UPDATE account SET {damage}")  # noqa: S608 - the three statements are above
    with pytest.raises(StorageUnavailable):
        await store.load_memory("minimax")


async def test_a_bug_in_a_transaction_is_not_called_a_database_that_fails(store: Store) -> None:
    def stumble(_: object) -> WaitlistUpdate:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await store.waiters.decide(stumble, NOON)


@ON_POSTGRES
@each_row(("set_there", "used"), [("off", "on"), ("local", "local"), ("on", "on")])
async def test_a_commit_is_on_the_servers_disk_before_it_counts(
    postgres: Postgres, database_url: str, set_there: str, used: str
) -> None:
    ours = make_url(database_url)
    await postgres.say(f"ALTER DATABASE {ours.database} SET synchronous_commit = {set_there}")
    engines = make_engine(ours), make_lead_engine(ours)
    for engine in engines:
        for _ in range(2):  # a connection that is used again has it, too
            async with engine.begin() as connection:
                assert (await connection.execute(text("SHOW synchronous_commit"))).scalar_one() == used
        await engine.dispose()
    await postgres.say(f"ALTER DATABASE {ours.database} RESET synchronous_commit")


@ON_POSTGRES
async def test_a_server_that_dropped_its_connections_is_asked_again(
    postgres: Postgres, store: Store, database_url: str
) -> None:
    await store.note_sync("guild", "before")
    ours = make_url(database_url).database
    await postgres.say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{ours}'")  # noqa: S608 - a name of our own
    assert await store.synced("guild") == "before"
    await store.note_sync("guild", "after")


async def test_the_names_of_accounts_stay_out_of_errors(database_url: str) -> None:
    store = await open_store(database_url, now=lambda: NOON)
    engine = make_engine(make_url(database_url))
    with pytest.raises(StorageUnavailable) as failure:
        async with reading(engine) as connection:
            await connection.execute(text("SELECT nothing FROM account WHERE name = :name"), {"name": "jo@example.com"})
    await engine.dispose()
    await store.close()
    assert "jo@example.com" not in f"{failure.value} {failure.value.__cause__}"


@each_row(
    ("failure", "reason"), [(TimeoutError(), "TimeoutError"), (ConnectionResetError(104, "reset by peer"), "reset by")]
)
async def test_the_reason_is_named_even_where_the_failure_says_nothing(
    failure: Exception, reason: str, tmp_path: Path
) -> None:
    engine = make_engine(make_url(f"sqlite+aiosqlite:///{tmp_path / 'capacity.db'}"))
    with pytest.raises(StorageUnavailable, match=f"not available: .*{reason}"):
        async with reading(engine):
            raise failure
    await engine.dispose()


async def test_each_transaction_runs_in_the_context_that_times_it(tmp_path: Path) -> None:
    seen: list[str] = []

    @contextmanager
    def timed() -> Iterator[None]:
        seen.append("started")
        try:
            yield
        except StorageUnavailable:
            seen.append("failed")
            raise
        seen.append("ended")

    engine = make_engine(make_url(f"sqlite+aiosqlite:///{tmp_path / 'capacity.db'}"), timed)
    async with writing(engine) as connection:
        assert seen == ["started"]
        await connection.execute(text("CREATE TABLE one (number INTEGER)"))
    assert seen == ["started", "ended"]
    with pytest.raises(StorageUnavailable):
        async with reading(engine) as connection:
            await connection.execute(text("SELECT number FROM other"))
    await engine.dispose()
    assert seen == ["started", "ended", "started", "failed"]
