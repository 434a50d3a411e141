"""What the store gives back; not how it is kept."""

from dataclasses import dataclass
from datetime import datetime

from bot.alerts.alert import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An alert that is neither told nor given up.

    Attributes:
        id: Its number in the outbox; within a channel, alerts are told in the order of their numbers.
        alert: What is to be told.
        owed_at: Since when it is owed.
        attempts: How often sending it was begun.
        sending_since: When that was first; None if it never was.
    """

    id: int
    alert: Alert
    owed_at: datetime
    attempts: int
    sending_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of an alert: nothing yet, unless one of these is set.

    Attributes:
        told_at: When it was told.
        given_up: Why it will never be told.
    """

    told_at: datetime | None = None
    given_up: str | None = None
