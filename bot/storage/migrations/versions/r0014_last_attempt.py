"""When sending an alert was last started, beside when it was first."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_alert = sa.table("alert", sa.column("attempted_at"), sa.column("sending_since"))


def upgrade() -> None:
    """Add the column; of earlier attempts only the first is known."""
    op.add_column("alert", sa.Column("attempted_at", sa.DateTime(timezone=True)))
    op.get_bind().execute(sa.update(_alert).values(attempted_at=_alert.c.sending_since))
