"""Brings a database's tables up to date with the steps in ``migrations``, or refuses to."""

import logging

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from bot.errors import BadDatabase
from bot.storage.database_engine import shown_address
from bot.storage.schema_revision import VERSION_TABLE, newer_version

_log = logging.getLogger(__name__)

_POSTGRES_LOCK = 0x63617062  # "capb": any number that nobody else is likely to use


def migrate(connection: Connection) -> None:
    """Bring the tables up to date within the connection's transaction; of two programs at once, the second waits.

    Raises:
        BadDatabase: A newer version of this program, or another program, made the tables. They stay as they are.
    """
    where = shown_address(connection.engine.url)
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_POSTGRES_LOCK)))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    scripts = ScriptDirectory.from_config(config)
    revisions = {script.revision for script in scripts.walk_revisions()}
    current = MigrationContext.configure(connection).get_current_heads()
    for revision in current:
        if revision not in revisions:
            raise newer_version(connection.engine.url, revision)
    tables = set(inspect(connection).get_table_names()) - {VERSION_TABLE}
    if tables and not current:
        raise BadDatabase(
            f"the database {where} belongs to another program: it has the table {min(tables)} and no revision of ours. "
            "Name a database of the bot's own in DATABASE_URL."
        )
    if set(current) != set(scripts.get_heads()):
        command.upgrade(config, "head")
        _log.info("the database %s was brought to revision %s", where, scripts.get_current_head())
