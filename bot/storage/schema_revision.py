"""Which revision of the tables this version of the program works with, and whether a database is at it.

Known without Alembic, which takes 20 MB and a fifth of the start and is needed only where there is something to bring
up to date.
"""

from sqlalchemy import Connection, column, inspect, select, table

HEAD = "0004"
"""The newest step in ``migrations``."""

VERSION_TABLE = "alembic_version"


_version = table(VERSION_TABLE, column("version_num"))


def revision(connection: Connection) -> str:
    """Name the revision that a database's tables are at; empty where they are nobody's yet, or another program's."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return ", ".join(connection.execute(select(_version.c.version_num)).scalars())
