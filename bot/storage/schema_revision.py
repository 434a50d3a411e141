"""The revision of the tables that this version of the program needs, and the one that a database is at.

Without Alembic, which takes 20 MB and a fifth of the start and is needed only where tables are old.
"""

from importlib.resources import files

from sqlalchemy import URL, Connection, column, inspect, select, table

from bot.errors import BadDatabase
from bot.storage.database_engine import shown_address

HEAD = max(step.name[1:5] for step in files("bot.storage.migrations.versions").iterdir() if step.name.startswith("r0"))
"""The newest revision: the file names of ``migrations.versions`` begin with theirs."""

VERSION_TABLE = "alembic_version"

_version = table(VERSION_TABLE, column("version_num"))


def revision(connection: Connection) -> str:
    """Return the revision that a database's tables are at; "" for a new database, or another program's."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return ", ".join(connection.execute(select(_version.c.version_num)).scalars())


def refuse_newer(url: URL, current: str) -> None:
    """Raise ``BadDatabase`` if a newer version of this program made the tables."""
    if current > HEAD:
        raise newer_version(url, current)


def newer_version(url: URL, current: str) -> BadDatabase:
    """Return the error that says so."""
    return BadDatabase(
        f"the database {shown_address(url)} is at revision {current}, and this version knows revisions up to {HEAD} "
        "only: a newer version made it. Run that version, or name another database in DATABASE_URL."
    )
