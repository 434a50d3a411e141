"""An alert as the database would give it."""

from dataclasses import dataclass
from datetime import datetime

from bot.alerts.alert import Alert
from bot.alerts.news import Withheld
from tests.moments import NOON, after

SENDING, TOLD = after(seconds=1), after(seconds=2, milliseconds=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What is stored of an alert; one that was told at the second attempt, unless it says otherwise."""

    alert: Alert
    owed_at: datetime = NOON
    attempts: int = 2
    sending_since: datetime | None = SENDING
    told_at: datetime | None = TOLD
    message_id: int | None = 2**63
    edited_at: datetime | None = None
    given_up_at: datetime | None = None
    reason: str | None = None
    withheld: Withheld | None = None
    continued_in: str | None = None
