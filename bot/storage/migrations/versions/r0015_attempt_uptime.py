"""The uptime of the machine when sending an alert was last started, so that a restart need not wait from the start."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns; of earlier attempts nobody knows."""
    op.add_column("alert", sa.Column("attempt_boot", sa.Text))
    op.add_column("alert", sa.Column("attempt_uptime", sa.Double))
