"""How much of an account's quota must be used for a watch to tell of it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column."""
    op.add_column("watch", sa.Column("quota", sa.BigInteger))
