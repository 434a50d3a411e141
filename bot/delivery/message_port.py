"""A chat platform as delivery needs it, and which of them an alert goes to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from bot.alerts.alert import Alert
from bot.errors import ChannelRefused
from bot.platforms import Platform, platform_of

Age: TypeAlias = Callable[[], timedelta]
"""Returns how long ago an attempt was noted, by a clock that nobody sets and that goes on while a program is
suspended."""

Note: TypeAlias = Callable[[], Awaitable[Age]]
"""Stores that an attempt is made: from then on, the message may be there, or be edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTiming:
    """How a platform treats attempts that are repeated, or late.

    Attributes:
        deduplicates_for: How long after the first attempt the platform still drops a repeat with the same key; zero if
            it never does. Includes the time that an attempt takes.
        request_lasts: Maximum time from noting an attempt until its request has arrived or is lost, even if the program
            died. Zero where ``settles_after`` is.
        settles_after: How long after an attempt ended without an answer its message may still be stored. Zero where the
            platform drops the same key then.
    """

    deduplicates_for: timedelta = timedelta()
    request_lasts: timedelta = timedelta()
    settles_after: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A message that tells an alert.

    Attributes:
        message_id: Its id; None where it can't be edited, since it is elsewhere than in the alert's channel.
    """

    message_id: int | None


class MessagePort(Protocol):
    """Posts, edits and finds messages; each chat platform has its own."""

    @property
    def timing(self) -> DeliveryTiming:
        """How the platform treats attempts that are repeated, or late."""
        ...

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post an alert.

        Args:
            alert: What to post.
            note: Awaited right before a request leaves that may store the message, once for each.

        Returns:
            The message's id; None where it is gone again, or elsewhere than in the alert's channel.

        Raises:
            NotDelivered: It was not posted, or nobody knows (``TryAgain.sent``).
        """
        ...

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Make a message say what an alert says; nobody is pinged.

        Args:
            alert: What it is to say.
            message_id: The message.
            note: Awaited right before a request leaves that may edit it, once for each.

        Raises:
            NotDelivered: It was not edited, or nobody knows.
        """
        ...

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find the message of an alert that may have been posted since a moment of our clock.

        Returns:
            None where it is not there, or where the bot may not look.

        Raises:
            NotDelivered: Nobody knows.
        """
        ...


class MessagePorts:
    """The platforms that are set up.

    Args:
        ports: How messages get there.
    """

    def __init__(self, ports: Mapping[Platform, MessagePort]) -> None:
        self._ports = ports

    def of(self, channel: int) -> MessagePort:
        """Return the port of the platform that a channel is of.

        Raises:
            ChannelRefused: It is not set up; what is owed there is told once it is.
        """
        platform = platform_of(channel)
        if (port := self._ports.get(platform)) is None:
            raise ChannelRefused(f"channel {channel} is of {platform.brand}, which is not set up")
        return port
