"""What delivery asks of the database, for messages to send and messages to edit; not how that answers (``state``)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.alerts.alert import Alert, Cause


class OwedAlert(Protocol):
    """An alert that is to be sent."""

    @property
    def id(self) -> int:
        """Its number; smaller is older."""
        ...

    @property
    def alert(self) -> Alert:
        """What is owed."""
        ...

    @property
    def version(self) -> int:
        """Which version of it that is: every amendment makes the next."""
        ...

    @property
    def owed_at(self) -> datetime:
        """Since when it is owed."""
        ...

    @property
    def sending_since(self) -> datetime | None:
        """When sending it was first begun; None if it never was."""
        ...


class OutdatedMessage(Protocol):
    """A message that does not say what it should."""

    @property
    def id(self) -> int:
        """The number of its alert; smaller is older."""
        ...

    @property
    def alert(self) -> Alert:
        """What it should say."""
        ...

    @property
    def message_id(self) -> int:
        """Which message it is."""
        ...

    @property
    def version(self) -> int:
        """Which version of the alert that is."""
        ...

    @property
    def edited_at(self) -> datetime | None:
        """When an edit of it was last begun; None if none ever was."""
        ...


class OutboxStorage(Protocol):
    """Messages to send; everything raises ``StorageUnavailable``."""

    async def owing_channels(self) -> tuple[int, ...]:
        """Name the channels that something is owed to."""
        ...

    async def owed(self, channel: int) -> OwedAlert | None:
        """Give the oldest alert owed to a channel."""
        ...

    async def fold(self, channel: int, cause: Cause, at: datetime) -> bool:
        """Owe one alert in place of all that a channel is owed and nobody began to send, and tell whether it did.

        Nothing happens where there are fewer than two; drills stay as they are.
        """
        ...

    async def attempted(self, owed_id: int, version: int, at: datetime) -> None:
        """Count an attempt, before it is made, and keep the moment and the version of the first."""
        ...

    async def strike_off(self, owed_id: int, message_id: int | None, at: datetime) -> None:
        """Note that an alert was delivered as this message."""
        ...

    async def give_up(self, owed_id: int, reason: str, at: datetime, *, unheard: bool = False) -> None:
        """Note that an alert will never be delivered, and why; ``unheard`` where its channel takes nothing."""
        ...


class Messages(Protocol):
    """Messages to edit; everything raises ``StorageUnavailable``."""

    async def outdated_channels(self) -> tuple[int, ...]:
        """Name the channels with messages that don't say what they should."""
        ...

    async def outdated(self, channel: int) -> Sequence[OutdatedMessage]:
        """List those of a channel, the oldest first."""
        ...

    async def edit_begun(self, alert_id: int, at: datetime, /) -> None:
        """Note that an edit is about to be tried."""
        ...

    async def edited(self, alert_id: int, version: int, /) -> None:
        """Note that a message says what this version of its alert says, or never will."""
        ...

    async def continue_anew(self, alert_id: int, version: int, at: datetime, /) -> bool:
        """Owe in a new message what comes next, where nothing else will say it, and tell whether it did."""
        ...
