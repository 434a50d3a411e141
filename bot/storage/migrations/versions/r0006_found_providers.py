"""The providers that were found where no setting names them; those that were looked at lately count as found."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, and fill it from the providers that answered before."""
    found = op.create_table(
        "found_provider",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("found_by", sa.Text, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing_since", sa.DateTime(timezone=True)),
    )
    provider = sa.table("provider", sa.column("name"), sa.column("looked_at"))
    answered = sa.select(provider.c.name, sa.literal("account_list"), provider.c.looked_at).where(
        provider.c.looked_at.is_not(None)
    )
    op.execute(sa.insert(found).from_select(["name", "found_by", "found_at"], answered))
