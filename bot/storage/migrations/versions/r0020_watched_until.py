"""When the newest of a provider's failed looks was, so that a summary tells its outage from one of the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column; of an older version nobody knows."""
    op.add_column("provider", sa.Column("watched_until", sa.DateTime(timezone=True)))
