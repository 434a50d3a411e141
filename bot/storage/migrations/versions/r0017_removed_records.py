"""When a watch, a board or a scheduled report was removed: for some days it can be brought back."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the columns; what was removed before is gone."""
    for table in ("watch", "board", "report_schedule"):
        op.add_column(table, sa.Column("removed_at", sa.DateTime(timezone=True)))
