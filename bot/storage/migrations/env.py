"""What Alembic runs, with the connection and the transaction of ``schema_upgrade.migrate``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
