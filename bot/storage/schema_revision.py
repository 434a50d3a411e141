"""The revision of the tables that this version of the program needs, and the one that a database is at.

Without Alembic, which takes 20 MB and a fifth of the start and is needed only where tables are old.
"""

from sqlalchemy import Connection, column, inspect, select, table

HEAD = "0004"
"""The newest revision in ``migrations``."""

VERSION_TABLE = "alembic_version"

_version = table(VERSION_TABLE, column("version_num"))


def revision(connection: Connection) -> str:
    """Return the revision that a database's tables are at; "" for a new database, or another program's."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return ", ".join(connection.execute(select(_version.c.version_num)).scalars())
