"""What the account list says of each account's health."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("account", sa.Column("health", sa.Text))
