"""Real databases for tests: an SQLite file, and a PostgreSQL server that is started where its programs are installed.

A test of a store runs on SQLite; on PostgreSQL, too, where it is marked ``ON_BOTH``, since what it proves depends on
the database. With ``DATABASES=both``, every test of a store runs on both.

Each test has one of its own: an SQLite file is copied, a database of PostgreSQL emptied. A test fails that leaves a
connection to PostgreSQL open.
"""

import asyncio
import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.moments import NOON
from tests.shared import locked, shared

if TYPE_CHECKING:
    from bot.storage.store import Store
    from tests.emptied_database import EmptiedDatabase

try:
    import asyncpg  # type: ignore[import-untyped]  # it has no stubs
except ImportError:
    asyncpg = None

_USER = "bot"
_MIGRATED = "migrated"
_FIRST_WITH_STRATEGY = 15
_FAST = "-F -c full_page_writes=off -c synchronous_commit=off -c listen_addresses= -c autovacuum=off"
_ENOUGH = 2**30
_BOTH = ("sqlite", "postgres")
_UNMARKED = _BOTH if os.environ.get("DATABASES") == "both" else ("sqlite",)
_numbers = itertools.count(1)


class Postgres:
    """A server of our own, reached through a socket in its folder; the processes of a test run share one.

    Attributes:
        folder: Where its socket is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql+asyncpg://{_USER}@/{database}?host={self.folder}"

    @property
    def copying(self) -> str:
        """Return how a database is copied: by file, twice as fast here; older servers have no choice."""
        version = int((self.folder / "data" / "PG_VERSION").read_text())
        return "STRATEGY FILE_COPY" if version >= _FIRST_WITH_STRATEGY else ""

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which PostgreSQL's own programs find the server."""
        programs = _programs()
        path = os.pathsep.join([*([str(programs)] if programs else []), os.environ["PATH"]])
        return {"PATH": path, "PGHOST": str(self.folder), "PGUSER": _USER}

    async def connect(self, *, database: str) -> Any:  # noqa: ANN401 - asyncpg has no types
        """Connect to one of its databases."""
        return await asyncpg.connect(user=_USER, database=database, host=str(self.folder))

    async def say(self, statement: str) -> None:
        """Run a statement as the administrator, outside of any transaction."""
        connection = await self.connect(database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def start(self) -> None:
        """Start it."""
        self.run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", f"{_FAST} -k {self.folder}")

    def restart(self) -> None:
        """Stop it as a crash does, and start it again."""
        self.run("pg_ctl", "restart", "-w", "-m", "immediate", "-l", str(self.folder / "log"))

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on its data."""
        programs = _programs()
        assert programs is not None
        subprocess.run(  # noqa: S603 - the program was found by us, its arguments are ours
            [programs / program, "-D", self.folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            user=_owner(),
        )


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder that all processes of a test run see; there may be one process."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def stopped_postgres(shared_folder: Path) -> Iterator[Path]:
    """Make the folder of a server, to be copied: to make one costs two seconds."""
    if asyncpg is None:
        pytest.skip("asyncpg is not installed")
    if _programs() is None:
        pytest.skip("PostgreSQL is not installed: no initdb on PATH or in /usr/lib/postgresql/*/bin")
    with shared(shared_folder / "stopped-postgres", _make_stopped, shutil.rmtree) as folder:
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
        lambda: make_database(postgres, template=_MIGRATED), lambda name: postgres.connect(database=name)
    )
    yield emptied
    emptied.end()


@pytest.fixture
def postgres_url(postgres: Postgres, emptied_database: "EmptiedDatabase") -> Iterator[str]:
    """Name a database of PostgreSQL that is up to date and empty."""
    yield postgres.url(emptied_database.name())
    emptied_database.empty()


def start_server() -> Path:
    """Start a server of one's own, and give it a database with all tables, to be copied."""
    server = Postgres(_new_folder())
    server.run("initdb", "--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--no-locale", "--no-sync")
    server.start()
    asyncio.run(_make_template(server))
    return server.folder


def start_copy(stopped: Path) -> Path:
    """Start a server of one's own, as the one in this folder was when it stopped."""
    server = Postgres(_new_folder())
    subprocess.run(["cp", "-a", stopped / "data", server.folder], check=True)  # noqa: S603, S607 - shutil keeps no owner
    server.start()
    return server.folder


def stop_server(folder: Path) -> None:
    """Stop a server, and remove its folder."""
    Postgres(folder).run("pg_ctl", "stop", "-w", "-m", "immediate")
    shutil.rmtree(folder, ignore_errors=True)


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
            asyncio.run(_migrate(f"sqlite+aiosqlite:///{making / 'capacity.db'}"))
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

    from bot.storage.database_engine import make_engine  # noqa: PLC0415 - half a second, for every run of pure tests
    from bot.storage.store import Store  # noqa: PLC0415 - as above

    opened = Store(make_engine(make_url(database_url)), now=lambda: NOON)
    yield opened
    await opened.close()


@contextlib.asynccontextmanager
async def fresh_database(server: Postgres, *, template: str) -> AsyncIterator[str]:
    """Make a database of PostgreSQL as another one is, name it, and drop it."""
    name = await make_database(server, template=template)
    yield server.url(name)
    await server.say(f"DROP DATABASE {name}")


async def make_database(server: Postgres, *, template: str) -> str:
    """Make a database of PostgreSQL as another one is, and return its name."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await server.say(f"CREATE DATABASE {name} TEMPLATE {template} {server.copying}")
    return name


def _make_stopped() -> Path:
    folder = start_server()
    Postgres(folder).run("pg_ctl", "stop", "-w")
    return folder


def _new_folder() -> Path:
    # Not pytest's folder: the path of a socket has at most 107 characters, and another user must get there.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_memory()))
    if (owner := _owner()) is not None:
        shutil.chown(folder, user=owner)
    return folder


async def _make_template(server: Postgres) -> None:
    await server.say(f"CREATE DATABASE {_MIGRATED}")
    await _migrate(server.url(_MIGRATED))


async def _migrate(url: str) -> None:
    await (await _open(url)).close()


async def _open(url: str) -> "Store":
    from bot.storage.open_database import open_store  # noqa: PLC0415 - half a second, for every run of pure tests

    return await open_store(url, now=lambda: NOON)


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    found = Path(on_path) if on_path else debian[-1] if debian else None
    return found.parent if found else None


def _memory() -> Path | None:
    """Name a place in memory, where a database is made in half the time; None where there is little of it."""
    place = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name that nobody can guess
    return place if place.is_dir() and shutil.disk_usage(place).free > _ENOUGH else None


def _owner() -> str | None:
    """Name the user to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
