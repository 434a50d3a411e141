"""What Alembic runs, with the connection and the transaction of ``schema_upgrade.migrate``."""

from alembic import context

from bot.storage.tables import metadata

# The metadata names the constraints.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
