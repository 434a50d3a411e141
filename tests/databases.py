"""Real databases for tests: an SQLite file, and one of a PostgreSQL server where that is installed.

A test of a store runs on SQLite; on PostgreSQL, too, where it is marked ``ON_BOTH``, since what it proves depends on
the database. With ``DATABASES=both``, every test of a store runs on both.

Each test has one of its own: an SQLite file is copied, a database of PostgreSQL emptied. A test fails that leaves a
connection to PostgreSQL open.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.moments import NOON
from tests.postgres_server import (
    HAS_DRIVER,
    MIGRATED,
    Postgres,
    fresh_database,
    make_database,
    make_stopped,
    migrate,
    programs,
    start_copy,
    stop_server,
)
from tests.shared import locked, shared

if TYPE_CHECKING:
    from bot.storage.database import Store
    from tests.emptied_database import EmptiedDatabase

_BOTH = ("sqlite", "postgres")
_UNMARKED = _BOTH if os.environ.get("DATABASES") == "both" else ("sqlite",)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder that all processes of a test run see; there may be one process."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def stopped_postgres(shared_folder: Path) -> Iterator[Path]:
    """Make the folder of a server, to be copied: to make one costs two seconds."""
    if not HAS_DRIVER:
        pytest.skip("asyncpg is not installed")
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: no initdb on PATH or in /usr/lib/postgresql/*/bin")
    with shared(shared_folder / "stopped-postgres", make_stopped, shutil.rmtree) as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres(shared_folder: Path, stopped_postgres: Path) -> Iterator[Postgres]:
    """Start a server, or join the one that another process of this run has started; the last to leave stops it."""
    with shared(shared_folder / "postgres", partial(start_copy, stopped_postgres), stop_server) as folder:
        yield Postgres(folder)


@pytest.fixture
def own_postgres(stopped_postgres: Path) -> Iterator[Postgres]:
    """Start a server that a test may stop, break and restart: the shared one has other users."""
    folder = start_copy(stopped_postgres)
    yield Postgres(folder)
    stop_server(folder)


@pytest.fixture(scope="session")
def emptied_database(postgres: Postgres) -> Iterator["EmptiedDatabase"]:
    """Make a database for all tests of this process."""
    from tests.emptied_database import EmptiedDatabase  # noqa: PLC0415 - asyncpg may not be installed

    emptied = EmptiedDatabase(
        lambda: make_database(postgres, template=MIGRATED), lambda name: postgres.connect(database=name)
    )
    yield emptied
    emptied.end()


@pytest.fixture
def postgres_url(postgres: Postgres, emptied_database: "EmptiedDatabase") -> Iterator[str]:
    """Name a database of PostgreSQL that is up to date and empty."""
    yield postgres.url(emptied_database.name())
    emptied_database.empty()


ON_BOTH = pytest.mark.databases(*_BOTH)
"""Runs a test, or those of a file (``pytestmark``), on both: locks, conflicts, migrations, commits nobody confirms.

That each statement runs on both is for ``tests/storage/test_both_databases.py`` to show.
"""

ON_POSTGRES, ON_SQLITE = pytest.mark.databases("postgres"), pytest.mark.databases("sqlite")
"""Run a test on one alone, whose own words it speaks."""


def pytest_configure(config: pytest.Config) -> None:
    """Let tests be marked."""
    config.addinivalue_line("markers", "databases(*names): what a test runs on; see tests/databases.py")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each database that it is marked with."""
    mark = metafunc.definition.get_closest_marker("databases")
    names = _UNMARKED if mark is None else mark.args
    if "server" in metafunc.fixturenames and names != ("sqlite",):
        metafunc.parametrize("server", names, indirect=True)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Postgres | None:
    """Return the server that a test runs on: None stands for SQLite, which has none."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return None
    started: Postgres = request.getfixturevalue("postgres")
    return started


@pytest.fixture
async def new_database_url(server: Postgres | None, tmp_path: Path) -> AsyncIterator[str]:
    """Name a database without any table: on SQLite, a file that does not exist."""
    if server is None:
        yield f"sqlite+aiosqlite:///{tmp_path / 'capacity.db'}"
        return
    async with fresh_database(server, template="template1") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(shared_folder: Path) -> Path:
    """Make an SQLite file with all tables, to be copied; the processes of a test run share one."""
    folder, making = shared_folder / "migrated", shared_folder / "migrating"
    with locked(shared_folder / "migrated-lock"):
        if not folder.exists():
            making.mkdir()
            asyncio.run(migrate(f"sqlite+aiosqlite:///{making / 'capacity.db'}"))
            making.rename(folder)
    return folder / "capacity.db"


@pytest.fixture
def database_url(server: Postgres | None, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database of the test's own that is up to date and empty."""
    if server is None:
        return f"sqlite+aiosqlite:///{shutil.copy(request.getfixturevalue('migrated_file'), tmp_path)}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator["Store"]:
    """Open an empty store, without what a start checks and brings up to date: its database is as a start leaves it."""
    from sqlalchemy import make_url  # noqa: PLC0415 - half a second, for every run of pure tests

    from bot.storage.database import Store  # noqa: PLC0415 - as above
    from bot.storage.transactions import make_engine  # noqa: PLC0415 - half a second, for every run of pure tests

    opened = Store(make_engine(make_url(database_url)), now=lambda: NOON)
    yield opened
    await opened.close()
