"""A chat platform as a part of the program; Discord and Slack have the same shape."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from bot.app.leader_term import Part
from bot.chat.channel_directory import ChannelDirectory
from bot.chat.dispatcher import Dispatcher
from bot.delivery.message_port import MessagePort
from bot.health.doctor_examiner import PlatformHealth
from bot.subscriptions.watch_registry import WatchRegistry


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What a platform needs to answer people.

    Attributes:
        dispatcher: Answers commands and pressed buttons.
        watches: Knows which channels are paused; the platform pauses and resumes its own.
        told: Returns the channels, of every platform, that get alerts or have a board.
        connected: Called once people's commands reach this program, and after each further connection.
        time_left: Returns for how many seconds it may still answer requests that came before it was cancelled.
    """

    dispatcher: Dispatcher
    watches: WatchRegistry
    told: Callable[[], Collection[int]]
    connected: Callable[[], Awaitable[None]]
    time_left: Callable[[], float]


class ChatPlatform(Protocol):
    """One platform: its connection, what is posted there, and what it knows of channels."""

    @property
    def channels(self) -> ChannelDirectory:
        """Its channels and roles."""

    @property
    def delivery(self) -> MessagePort:
        """How alerts get there."""

    @property
    def health(self) -> PlatformHealth:
        """How its connection is doing."""

    async def run(self, answering: Answering) -> None:
        """Stay connected, answer, and look after the channels until cancelled.

        Raises:
            PlatformRefused: The platform won't accept a connection until a person has fixed something.
        """

    def sending(self, glance: Callable[[], str | None]) -> tuple[Part, ...]:
        """Return what else is sent there unasked, besides alerts, by the program that leads; it runs until cancelled.

        Args:
            glance: Returns how many slots are free, in a few words; None if unknown.
        """
