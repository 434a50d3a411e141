"""Databases of earlier revisions, and migrations that a process reads once."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from tests.postgres_server import Postgres, fresh_database
from tests.storage.old_databases import OldDatabases, migrations


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Read the migrations once: Alembic would compile all of them twice for each database."""
    scripts = ScriptDirectory.from_config(migrations())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", lambda _: scripts)
        yield


@pytest.fixture(scope="session")
def old_databases(tmp_path_factory: pytest.TempPathFactory) -> OldDatabases:
    """Make each once for all tests of this process."""
    return OldDatabases(tmp_path_factory.mktemp("old"))


@pytest.fixture
async def make_old(
    server: Postgres | None, old_databases: OldDatabases, tmp_path: Path
) -> AsyncIterator[Callable[[str], Awaitable[str]]]:
    """Return what makes an empty database that is at a revision, and returns its address."""
    async with AsyncExitStack() as leaving:

        async def make(revision: str) -> str:
            if server is None:
                return f"sqlite+aiosqlite:///{shutil.copy(old_databases.file(revision), tmp_path / 'capacity.db')}"
            template = await old_databases.template(server, revision)
            return await leaving.enter_async_context(fresh_database(server, template=template))

        yield make
