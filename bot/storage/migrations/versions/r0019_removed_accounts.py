"""A change of state may be that an account is gone, which an older version can't read: it refuses to start instead."""

from typing import NoReturn

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Leave the tables as they are."""


def downgrade() -> NoReturn:
    """Refuse."""
    raise NotImplementedError("there is no way back to an older version: restore a copy of the database")
