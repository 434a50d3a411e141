"""Which program leads: of several on one database, one looks, sends, edits and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table and its only row."""
    lead = op.create_table(
        "lead",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("program", sa.Text),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("ready_at", sa.DateTime(timezone=True)),
        sa.Column("settings", sa.Text),
    )
    op.bulk_insert(lead, [{"id": 1, "epoch": 0}])
