"""An alert as the database would give it."""

from typing import Any

from bot.delivery.stored_alerts import StoredAlert
from tests.moments import NOON, after

SENDING, TOLD = after(seconds=1), after(seconds=2, milliseconds=500)


def recorded(**given: Any) -> StoredAlert:  # noqa: ANN401 - a field each
    """Make a stored alert; one that was told at the second attempt, unless it says otherwise."""
    usual = {"owed_at": NOON, "attempts": 2, "attempted_at": SENDING, "told_at": TOLD, "message_id": 2**63}
    return StoredAlert(**{**usual, **given})
