"""The first tables: providers, accounts, alerts, watches, commands that were synced."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "provider",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_provider"),
    )
    op.create_table(
        "account",
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit", sa.BigInteger),
        sa.Column("fault", sa.Text),
        sa.Column("settled", sa.Text),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("since_witnessed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("provider", "key", name="pk_account"),
        sa.ForeignKeyConstraint(["provider"], ["provider.name"], name="fk_account_provider", ondelete="CASCADE"),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
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
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("key", name="uq_alert_key"),
        sqlite_autoincrement=True,
    )
    unsettled = sa.text("told_at IS NULL AND given_up_at IS NULL")
    op.create_index(
        "ix_alert_unsettled", "alert", ["channel", "id"], sqlite_where=unsettled, postgresql_where=unsettled
    )
    op.create_table(
        "watch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("guild", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.Text),
        sa.Column("account", sa.Text),
        sa.Column("role", sa.BigInteger),
        sa.Column("when", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watch"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "command_sync",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_command_sync"),
    )
