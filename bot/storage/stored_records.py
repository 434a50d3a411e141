"""What the store gives back; not how it is kept."""

from dataclasses import dataclass
from datetime import datetime

from bot.alerts.alert import Alert
from bot.alerts.board_content import BoardContent
from bot.alerts.news import Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An alert that is neither told nor given up.

    Attributes:
        id: Its number in the outbox; within a channel, alerts are told in the order of their numbers.
        alert: What is to be told.
        version: Which version of it that is.
        owed_at: Since when it is owed.
        attempts: How often sending it was begun.
        sending_since: When that was first; None if it never was.
    """

    id: int
    alert: Alert
    version: int
    owed_at: datetime
    attempts: int
    sending_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A message that does not say any more what it should.

    Attributes:
        id: The number of its alert.
        alert: What it should say.
        message_id: Which message it is.
        version: Which version of the alert that is.
        edited_at: When an edit of it was last begun; None if none ever was.
    """

    id: int
    alert: Alert
    message_id: int
    version: int
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Everything that is stored of an alert.

    Attributes:
        alert: What it says, as it was last amended.
        owed_at: Since when it is owed.
        attempts: How often sending it was begun.
        sending_since: When that was first.
        told_at: When it was told.
        message_id: As which message, where that is known.
        edited_at: When an edit of that was last begun.
        given_up_at: When it was settled without being told.
        reason: Why that was.
        withheld: What kept it from being owed at all.
        continued_in: The key of the alert that tells what comes next in place of this one.
    """

    alert: Alert
    owed_at: datetime
    attempts: int
    sending_since: datetime | None = None
    told_at: datetime | None = None
    message_id: int | None = None
    edited_at: datetime | None = None
    given_up_at: datetime | None = None
    reason: str | None = None
    withheld: Withheld | None = None
    continued_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of an alert: nothing yet, unless one of these is set.

    Attributes:
        told_at: When it was told.
        given_up: Why it will never be told.
    """

    told_at: datetime | None = None
    given_up: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMessage:
    """What is known of a board's message.

    Attributes:
        says: What it says, or is about to; None where this version can't read that.
        lost: Whether it will never be seen: given up, or deleted before anyone knew which it was.
        changed_at: When it was told, or an edit of it was last begun.
    """

    says: BoardContent | None = None
    lost: bool = False
    changed_at: datetime | None = None
