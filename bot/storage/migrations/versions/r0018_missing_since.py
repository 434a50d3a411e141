"""Since when no account is set up at a provider, so that after a day what was under way there is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column; of an older version nobody knows."""
    op.add_column("provider", sa.Column("missing_since", sa.DateTime(timezone=True)))
