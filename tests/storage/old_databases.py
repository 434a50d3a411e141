"""Databases as earlier revisions made them: each is made once for all tests of a process, and copied."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres_server import Postgres, make_database


def migrations(connection: Connection | None = None) -> Config:
    """Return what Alembic must know of the program's migrations."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def upgrade(connection: Connection, revision: str) -> None:
    """Bring a database to a revision."""
    command.upgrade(migrations(connection), revision)


class OldDatabases:
    """Empty databases of earlier revisions, to be copied.

    Args:
        folder: Where those of SQLite are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}

    def file(self, revision: str) -> Path:
        """Return the file of SQLite that is at a revision."""
        file = self._folder / f"{revision}.db"
        if not file.exists():
            engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
            with engine.begin() as connection:
                upgrade(connection, revision)
        return file

    async def template(self, server: Postgres, revision: str) -> str:
        """Return the name of the database of PostgreSQL that is at a revision."""
        if revision not in self._names:
            name = await make_database(server, template="template1")
            async with create_async_engine(server.url(name), poolclass=NullPool).begin() as connection:
                await connection.run_sync(upgrade, revision)
            self._names[revision] = name
        return self._names[revision]
