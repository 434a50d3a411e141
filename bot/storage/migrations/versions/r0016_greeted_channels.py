"""Which channels were greeted; one that an earlier version told of anything needs no greeting."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_alert = sa.table("alert", sa.column("channel"), sa.column("told_at"))
_state = sa.table("alert_state", sa.column("channel"), sa.column("announced_in"))


def upgrade() -> None:
    """Make the table, with every channel that was told: of alerts some days are stored, of what they told all."""
    greeted = op.create_table(
        "greeted_channel",
        sa.Column("channel", sa.BigInteger, primary_key=True),
        sa.Column("alert", sa.Text),
    )
    told = sa.union(
        sa.select(_alert.c.channel).where(_alert.c.told_at.is_not(None)),
        sa.select(_state.c.channel).where(_state.c.announced_in.is_not(None)),
    )
    op.get_bind().execute(sa.insert(greeted).from_select(["channel"], told))
