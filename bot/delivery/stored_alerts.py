"""Stored alerts as delivery sees them, and what delivery needs of the database to send and edit them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.alerts.alert import Alert, Cause
from bot.alerts.news import Withheld


class GivenUpBecause(StrEnum):
    """Our own reasons for giving an alert up, as stored; any other stored reason is the platform's sentence."""

    FOLDED = "folded"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """For how long a machine has been up: a clock that nobody sets, and that goes on while a program starts anew.

    Attributes:
        boot: Identifies the start of the machine that it counts from; None if unknown.
        seconds: How long ago that was, including time in which the machine slept.
    """

    boot: str | None
    seconds: float

    def follows(self, earlier: "Uptime") -> bool:
        """Return whether this is the later of two uptimes since the same start."""
        return self.boot is not None and self.boot == earlier.boot and self.seconds >= earlier.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedAlert:
    """An alert to be sent.

    Attributes:
        id: Its number; within a channel, alerts are sent in the order of their numbers.
        alert: What it says.
        version: The version of what it says; every amendment makes the next.
        owed_at: Since when it is owed.
        attempts: Number of attempts to send it.
        attempted_at: When the last attempt was made; None if none was.
        attempt_uptime: The uptime at that moment of the machine that attempted it; None if unknown.
        sending_since: When the first attempt that may have sent it was made; None if none may have.
    """

    id: int
    alert: Alert
    version: int
    owed_at: datetime
    attempts: int
    attempted_at: datetime | None = None
    attempt_uptime: Uptime | None = None
    sending_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedMessage:
    """A sent message that does not say what it should any more.

    Attributes:
        id: The number of its alert.
        alert: What it should say.
        message_id: The message's id on the platform.
        version: The version of the alert.
        edited_at: When an edit of it was last tried; None if none ever was.
        edit_uptime: The uptime at that moment of the machine that edited it; None if unknown.
    """

    id: int
    alert: Alert
    message_id: int
    version: int
    edited_at: datetime | None = None
    edit_uptime: Uptime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAlert:
    """Everything that is stored of an alert, for ``/why``.

    Attributes:
        alert: What it says, as last amended.
        owed_at: Since when it is owed.
        attempts: Number of attempts to send it.
        attempted_at: When the last attempt was made.
        told_at: When it was delivered.
        message_id: The message's id, if known.
        edited_at: When an edit of the message was last tried.
        given_up_at: When it was settled without being delivered.
        reason: Why it was given up: a ``GivenUpBecause``, or the platform's sentence.
        withheld: Why it was never owed.
        continued_in: The key of the alert that stands for this one from then on.
    """

    alert: Alert
    owed_at: datetime
    attempts: int
    attempted_at: datetime | None = None
    told_at: datetime | None = None
    message_id: int | None = None
    edited_at: datetime | None = None
    given_up_at: datetime | None = None
    reason: str | None = None
    withheld: Withheld | None = None
    continued_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What became of an alert: it is still on its way unless one of these is set.

    Attributes:
        told_after: How long it was owed until it was delivered.
        given_up: Why it will never be delivered.
    """

    told_after: timedelta | None = None
    given_up: str | None = None


class OutboxStorage(Protocol):
    """Alerts to send; every method raises ``StorageUnavailable``."""

    async def owed_channels(self) -> tuple[int, ...]:
        """Return the channels to which alerts are owed, the one with the oldest alert first."""

    async def oldest_owed(self, channel: int) -> OwedAlert | None:
        """Return the oldest alert owed to a channel; those that this version can't read are given up on the way."""

    async def fold(self, channel: int, cause: Cause | None, at: datetime) -> bool:
        """Owe one summary in place of a channel's owed alerts that nobody started to send; return whether it did.

        A single alert stays as it is, unless it is the oldest and late (``is_summary_due``); so do alerts that tell of
        no changes or that this version can't read. The cause says why the others are late, unless they say so
        themselves; None if they are not late.
        """

    async def join_shared(self, channel: int, at: datetime) -> bool:
        """Join a channel's oldest owed alerts that tell of one failure which providers share; return whether it did.

        They are joined to the message that tells of it already, or to the last of them. Only those that nobody started
        to send are joined, up to the first alert about anything else, so that the order is kept.
        """

    async def note_attempt(self, owed_id: int, version: int, at: datetime, uptime: Uptime | None = None) -> None:
        """Count an attempt before it is made, and store its moment, as the first one's too if it is the first.

        The version stored is the first attempt's, since its message shows that: a repeat is dropped, or made only once
        the first was not found. The machine's uptime is None if unknown.
        """

    async def note_unsent(self, owed_id: int) -> None:
        """Note that no attempt so far has sent an alert: it need not be looked for, and may be folded."""

    async def withdraw(self, owed_id: int, version: int, at: datetime) -> bool:
        """Give an alert up if nobody started to send it and its version is still this one; return whether it was."""

    async def mark_delivered(self, owed_id: int, message_id: int | None, at: datetime) -> None:
        """Note that an alert was delivered, with its message's id if known; a second call changes nothing."""

    async def give_up(self, owed_id: int, reason: str, at: datetime, *, undelivered: bool = False) -> None:
        """Note that an alert will never be delivered, and why.

        If ``undelivered``, the channel counts as not told: the news, or the greeting, is told again later.
        """


class MessageStorage(Protocol):
    """Messages to edit; every method raises ``StorageUnavailable``."""

    async def outdated_channels(self) -> tuple[int, ...]:
        """Return the channels with outdated messages, the one with the oldest message first."""

    async def outdated(self, channel: int) -> Sequence[OutdatedMessage]:
        """Return a channel's outdated messages, the oldest first, without those that this version can't read."""

    async def note_edit(self, alert_id: int, at: datetime, uptime: Uptime, /) -> None:
        """Store when an edit is about to be tried, and the machine's uptime then."""

    async def mark_edited(self, alert_id: int, version: int, /) -> None:
        """Note that a message shows this version of its alert, or never will; an older version changes nothing."""

    async def replace_message(self, alert_id: int, version: int, at: datetime, /) -> bool:
        """Owe a live alert in a new message; return False if it is not live, and its message stays as it is."""
