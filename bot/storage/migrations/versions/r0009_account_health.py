"""What the account list says of each account's health."""

from typing import NoReturn

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("account", sa.Column("health", sa.Text))


def downgrade() -> NoReturn:
    """Refuse."""
    raise NotImplementedError("there is no way back to an older version: restore a copy of the database")
