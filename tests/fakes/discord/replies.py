"""What a person sees of the bot's answer: the first response, and what became of it."""

from dataclasses import dataclass

from tests.fakes.discord.callbacks import CallbackType, Interaction
from tests.fakes.discord.messages import Messages
from tests.fakes.discord.records import Json, Message
from tests.fakes.feed import GIVE_UP_AFTER, Feed


class UnansweredError(TimeoutError):
    """The bot did not answer while Discord would have waited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of an autocomplete."""

    name: str
    value: str | float


class Reply:
    """An answer; all that it shows is as it is now, edits included."""

    def __init__(self, interaction: Interaction, messages: Messages, feed: Feed) -> None:
        if interaction.callback is None:
            raise UnansweredError(interaction.command)
        self.interaction = interaction
        self.callback = interaction.callback
        self._messages = messages
        self._feed = feed
        self._seen = self._edits()

    @property
    def kind(self) -> CallbackType:
        """Return the type of the first response."""
        return self.callback.kind

    @property
    def elapsed(self) -> float:
        """Return the seconds to the first response."""
        return self.callback.elapsed

    @property
    def deferred(self) -> bool:
        """Return whether the first response only promised another."""
        return self.kind in {CallbackType.DEFERRED_MESSAGE, CallbackType.DEFERRED_UPDATE}

    @property
    def gone(self) -> bool:
        """Return whether the message has been deleted."""
        return self.interaction.message_id not in self._messages.now

    @property
    def message(self) -> Message:
        """Return the message that is the original response (of a component: the one it is on)."""
        return self._messages.now[self.interaction.message_id or 0]

    @property
    def ephemeral(self) -> bool:
        """Return whether only the person sees it."""
        return self.message.ephemeral

    @property
    def content(self) -> str:
        """Return its text."""
        return self.message.content

    @property
    def embeds(self) -> tuple[Json, ...]:
        """Return its embeds."""
        return self.message.embeds

    @property
    def components(self) -> tuple[Json, ...]:
        """Return its components."""
        return self.message.components

    async def edited(self, within: float = GIVE_UP_AFTER) -> Message:
        """Wait for the next edit after the first response, or give the one that has come already."""
        await self._feed.wait_for(lambda: self._edits() > self._seen, within)
        self._seen += 1
        return self.message

    def _edits(self) -> int:
        message = self._messages.now.get(self.interaction.message_id or 0)
        return len(message.edits) if message else 0
