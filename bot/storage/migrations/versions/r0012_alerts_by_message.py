"""An index of alerts by their messages: people ask of a message why it was told."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_alert_message_id", "alert", ["message_id"])
