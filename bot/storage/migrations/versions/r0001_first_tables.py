"""The first tables: providers, accounts, alerts, watches, commands that were synced."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "provider",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("told", sa.Boolean, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("provider", sa.Text, sa.ForeignKey("provider.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit", sa.BigInteger),
        sa.Column("fault", sa.Text),
        sa.Column("settled", sa.Text),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("since_witnessed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sending_since", sa.DateTime(timezone=True)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("given_up_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
        sqlite_autoincrement=True,
    )
    unsettled = sa.text("told_at IS NULL AND given_up_at IS NULL")
    op.create_index(
        "ix_alert_unsettled", "alert", ["channel", "id"], sqlite_where=unsettled, postgresql_where=unsettled
    )
    op.create_table(
        "watch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("guild", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.Text),
        sa.Column("account", sa.Text),
        sa.Column("role", sa.BigInteger),
        sa.Column("when", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "command_sync",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
    )
