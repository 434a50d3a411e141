"""A chat platform as delivery needs it, the choice of the platform by channel, and a count of attempts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.alerts.alert import Alert
from bot.errors import ChannelRefused, EditPostponed, EditRefused, GiveUp, StorageUnavailable, TryAgain
from bot.platforms import Platform, platform_of

Age: TypeAlias = Callable[[], timedelta]
"""Returns how long ago an attempt was noted, by a clock that nobody sets and that also counts while the program is
suspended."""

Note: TypeAlias = Callable[[], Awaitable[Age]]
"""Stores that an attempt is about to be made: from then on, the message may have been posted, or edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTiming:
    """How a platform treats attempts that are repeated, or late.

    Attributes:
        deduplicates_for: How long after the first attempt the platform still drops a repeat with the same key; zero if
            it never does. Includes the time that an attempt takes.
        request_lasts: Maximum time from noting an attempt until its request has arrived or is lost, even if the program
            died. Zero if ``settles_after`` is.
        settles_after: How long after an attempt ended without an answer its message may still be stored. Zero if the
            platform drops a repeated key until then.
    """

    deduplicates_for: timedelta = timedelta()
    request_lasts: timedelta = timedelta()
    settles_after: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An alert's message that was found.

    Attributes:
        message_id: Its id; None if it can't be edited, as it is not in the alert's channel itself.
    """

    message_id: int | None


class MessagePort(Protocol):
    """Posts, edits and finds messages; each chat platform has its own."""

    @property
    def timing(self) -> DeliveryTiming:
        """How the platform treats attempts that are repeated, or late."""

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post an alert.

        Args:
            alert: What to post.
            note: Awaited right before each request that may post the message.

        Returns:
            The message's id; None if it is gone again, or not in the alert's channel itself.

        Raises:
            NotDelivered: It was not posted, or nobody knows (``TryAgain.sent``).
        """

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Make a message say what an alert says; nobody is pinged.

        Args:
            alert: What it is to say.
            message_id: The message.
            note: Awaited right before each request that may edit it.

        Raises:
            NotDelivered: It was not edited, or nobody knows.
        """

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find the message of an alert that may have been posted since a moment of our clock.

        Returns:
            None if it is not there, or if the bot may not look for it.

        Raises:
            NotDelivered: The search failed: nobody knows whether it is there.
        """


class MessagePorts:
    """The platforms that are set up.

    Args:
        ports: The port of each platform.
    """

    def __init__(self, ports: Mapping[Platform, MessagePort]) -> None:
        self._ports = ports

    def of(self, channel: int) -> MessagePort:
        """Return the port of a channel's platform.

        Raises:
            ChannelRefused: The platform is not set up; what is owed there is told once it is.
        """
        platform = platform_of(channel)
        if (port := self._ports.get(platform)) is None:
            raise ChannelRefused(f"channel {channel} is of {platform.brand}, which is not set up")
        return port


class AttemptOutcome(StrEnum):
    """What became of an attempt."""

    DONE = "done"
    RETRIED = "retried"
    REPLACED = "replaced"
    GIVEN_UP = "given_up"
    UNEXPECTED = "unexpected"


Report = Callable[[Alert, AttemptOutcome], None]


class ReportedPort:
    """A platform that reports the outcome of each attempt.

    Args:
        port: The platform.
        posted: Called with what became of each attempt to post.
        edited: Called with what became of each attempt to edit.
    """

    def __init__(self, port: MessagePort, *, posted: Report, edited: Report) -> None:
        self._port = port
        self._posted = posted
        self._edited = edited

    @property
    def timing(self) -> DeliveryTiming:
        """The platform's own."""
        return self._port.timing

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post, and report it."""
        try:
            message_id = await self._port.post(alert, note)
        except StorageUnavailable:
            raise  # no attempt: it could not be noted
        except Exception as problem:
            self._posted(alert, _outcome(problem))
            raise
        self._posted(alert, AttemptOutcome.DONE)
        return message_id

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Edit, and report it."""
        try:
            await self._port.edit(alert, message_id, note)
        except (EditPostponed, StorageUnavailable):
            raise  # no attempt
        except ChannelRefused:
            self._edited(alert, AttemptOutcome.RETRIED)  # once the channel is resumed
            raise
        except Exception as problem:
            self._edited(alert, _outcome(problem))
            raise
        self._edited(alert, AttemptOutcome.DONE)

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find, and report a message that is there: an earlier attempt had arrived."""
        found = await self._port.find(alert, since)
        if found is not None:
            self._posted(alert, AttemptOutcome.DONE)
        return found


def _outcome(problem: Exception) -> AttemptOutcome:
    match problem:
        case TryAgain():
            return AttemptOutcome.RETRIED
        case EditRefused():
            return AttemptOutcome.REPLACED  # a new message follows, or the same edit later
        case GiveUp():
            return AttemptOutcome.GIVEN_UP
        case _:
            return AttemptOutcome.UNEXPECTED
