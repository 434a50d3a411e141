"""A chat platform with its own loopback far end: what tests may ask of any, and what may go wrong there."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import timedelta

from bot.delivery.message_port import MessagePort
from bot.platforms import Platform


class LoopbackPlatform(ABC):
    """A platform with a channel, and what may go wrong there.

    Attributes:
        platform: Which one.
        port: What the bot posts by.
        channel: The channel's id.
        other: The id of another channel.
    """

    platform: Platform
    port: MessagePort
    channel: int
    other: int

    @abstractmethod
    def posts(self, channel: int | None = None) -> list[int]:
        """Return the ids of the bot's messages in a channel, the oldest first."""

    @abstractmethod
    def shown(self, message_id: int) -> str:
        """Return what a message says."""

    @abstractmethod
    def attempts(self) -> int:
        """Return how often a message was tried to be posted."""

    @abstractmethod
    def edits(self) -> int:
        """Return how often a message was tried to be edited."""

    @abstractmethod
    def searches(self) -> int:
        """Return how often messages were read."""

    @abstractmethod
    def lose_answer(self, *, stored: bool) -> None:
        """Answer the next post with nothing."""

    @abstractmethod
    def fail(self, *, stored: bool) -> None:
        """Answer the next post with trouble of the platform's own, as it says it."""

    @abstractmethod
    def land_late(self, after: timedelta) -> None:
        """Answer the next post with nothing, and store it later."""

    @abstractmethod
    def limit(self, retry_after: timedelta) -> None:
        """Answer the next post that it comes too soon."""

    @abstractmethod
    def refuse_token(self) -> Callable[[], None]:
        """Refuse the bot wherever it posts, until what is returned is called."""

    @abstractmethod
    def refuse_message(self) -> None:
        """Refuse the next message in whatever form it is posted."""

    @abstractmethod
    def close(self, channel: int) -> None:
        """Refuse the bot in a channel."""

    @abstractmethod
    def delete(self, message_id: int) -> None:
        """Delete a message, as a person does."""

    @abstractmethod
    def forget_keys(self) -> None:
        """Drop no repeated key from now on, where the platform ever does."""

    @abstractmethod
    def talk(self, messages: int) -> None:
        """Have people and other bots write so many messages."""

    @abstractmethod
    async def down(self) -> None:
        """Refuse connections."""

    @abstractmethod
    async def up(self) -> None:
        """Take them again."""
