"""PostgreSQL's server for tests: made, copied, started and stopped, where its programs are installed."""

import asyncio
import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.moments import NOON
from tests.shared import memory

if TYPE_CHECKING:
    from bot.storage.database import Store

try:
    import asyncpg  # type: ignore[import-untyped]  # it has no stubs
except ImportError:
    asyncpg = None

HAS_DRIVER = asyncpg is not None
"""Whether Python can speak with a server."""

MIGRATED = "migrated"
"""The database that has all tables, to be copied."""

_USER = "bot"
_FIRST_WITH_STRATEGY = 15
_FAST = "-F -c full_page_writes=off -c synchronous_commit=off -c listen_addresses= -c autovacuum=off"
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
        folder = programs()
        path = os.pathsep.join([*([str(folder)] if folder else []), os.environ["PATH"]])
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
        folder = programs()
        assert folder is not None
        subprocess.run(  # noqa: S603 - the program was found by us, its arguments are ours
            [folder / program, "-D", self.folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            user=_owner(),
        )


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


def make_stopped() -> Path:
    """Make a server, stop it, and return its folder."""
    folder = start_server()
    Postgres(folder).run("pg_ctl", "stop", "-w")
    return folder


def _new_folder() -> Path:
    # Not pytest's folder: the path of a socket has at most 107 characters, and another user must get there.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory()))
    if (owner := _owner()) is not None:
        shutil.chown(folder, user=owner)
    return folder


async def _make_template(server: Postgres) -> None:
    await server.say(f"CREATE DATABASE {MIGRATED}")
    await migrate(server.url(MIGRATED))


async def migrate(url: str) -> None:
    """Give a database all tables."""
    await (await _open(url)).close()


async def _open(url: str) -> "Store":
    from bot.storage.open_database import open_store  # noqa: PLC0415 - half a second, for every run of pure tests

    return await open_store(url, now=lambda: NOON)


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where they are not installed."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    found = Path(on_path) if on_path else debian[-1] if debian else None
    return found.parent if found else None


def _owner() -> str | None:
    """Name the user to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
