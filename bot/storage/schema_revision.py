"""The revision of the tables that this version of the program needs, and the one that a database is at.

Without Alembic, which takes 20 MB and a fifth of the start and is needed only where tables are old.
"""

from importlib.resources import files

from sqlalchemy import Connection, column, inspect, select, table

HEAD = max(step.name[1:5] for step in files("bot.storage.migrations.versions").iterdir() if step.name.startswith("r0"))
"""The newest revision: the file names of ``migrations.versions`` begin with theirs."""

VERSION_TABLE = "alembic_version"

_version = table(VERSION_TABLE, column("version_num"))


def revision(connection: Connection) -> str:
    """Return the revision that a database's tables are at; "" for a new database, or another program's."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return ", ".join(connection.execute(select(_version.c.version_num)).scalars())
