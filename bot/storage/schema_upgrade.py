"""Upgrades a database's tables to the revision that this version needs.

The steps are in ``migrations``. Alembic, which runs them, is imported only if the tables are old.
"""

import logging
from importlib.resources import files

from sqlalchemy import URL, Connection, column, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import BadDatabase
from bot.storage.transactions import shown_address, writing

HEAD = max(step.name[1:5] for step in files("bot.storage.migrations.versions").iterdir() if step.name.startswith("r0"))
"""The newest revision: the file names of ``migrations.versions`` begin with theirs."""

VERSION_TABLE = "alembic_version"

_POSTGRES_LOCK = 0x63617062  # "capb": any number that nobody else is likely to use

_version = table(VERSION_TABLE, column("version_num"))

log = logging.getLogger(__name__)


async def bring_up_to_date(engine: AsyncEngine) -> None:
    """Bring a database's tables to the newest revision if needed; raises as ``migrate``."""
    async with writing(engine) as connection:
        upgraded = await connection.run_sync(revision) != HEAD and await connection.run_sync(migrate)
    if upgraded:
        log.info("the database %s was brought to revision %s", shown_address(engine.url), HEAD)


def revision(connection: Connection) -> str:
    """Return the revision of a database's tables; "" for a new database, or another program's."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return ", ".join(connection.execute(select(_version.c.version_num)).scalars())


def refuse_newer(url: URL, current: str) -> None:
    """Raise ``BadDatabase`` if a newer version of this program made the tables."""
    if current > HEAD:
        raise _newer_version(url, current)


def _newer_version(url: URL, current: str) -> BadDatabase:
    """Return the error for tables that a newer version made."""
    return BadDatabase(
        f"the database {shown_address(url)} is at revision {current}, and this version knows revisions up to {HEAD} "
        "only: a newer version made it. Run that version, or name another database in DATABASE_URL."
    )


def migrate(connection: Connection) -> bool:
    """Bring the tables up to date within the connection's transaction; of two programs at once, the second waits.

    Returns:
        True if they were outdated; False if a program that was waited for has upgraded them.

    Raises:
        BadDatabase: A newer version of this program, or another program, made the tables. They stay as they are.
    """
    from alembic import command  # noqa: PLC0415 - heavy: 20 MB and a fifth of the start, needed where tables are old only
    from alembic.config import Config  # noqa: PLC0415 - heavy: as above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - heavy: as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - heavy: as above

    where = shown_address(connection.engine.url)
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_POSTGRES_LOCK)))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    scripts = ScriptDirectory.from_config(config)
    revisions = {script.revision for script in scripts.walk_revisions()}
    current = MigrationContext.configure(connection).get_current_heads()
    for head in current:
        if head not in revisions:
            raise _newer_version(connection.engine.url, head)
    tables = set(inspect(connection).get_table_names()) - {VERSION_TABLE}
    if tables and not current:
        raise BadDatabase(
            f"the database {where} belongs to another program: it has the table {min(tables)} and no revision of ours. "
            "Name a database of the bot's own in DATABASE_URL."
        )
    outdated = set(current) != set(scripts.get_heads())
    if outdated:
        command.upgrade(config, "head")
    return outdated
