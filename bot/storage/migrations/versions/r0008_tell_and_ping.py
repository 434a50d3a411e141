"""What a watch tells and when it pings; an alert at 0 free slots is what *nothing free* says."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_watch = sa.table("watch", *(sa.column(name) for name in ("tell", "when", "warn")))


def upgrade() -> None:
    """Add the columns; a watch for stuck jobs said so with ``when``."""
    op.add_column("watch", sa.Column("tell", sa.Text, nullable=False, server_default="everything"))
    op.add_column("watch", sa.Column("ping", sa.Text, nullable=False, server_default="nothing_free"))
    connection = op.get_bind()
    connection.execute(sa.update(_watch).where(_watch.c.when == "stuck").values({"tell": "stuck", "when": "both"}))
    connection.execute(sa.update(_watch).where(_watch.c.warn == 0).values(warn=None))
