"""A change of state may be that an account is gone, which an older version can't read: it refuses to start instead."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Leave the tables as they are."""
