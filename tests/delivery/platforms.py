"""The chat platforms behind one face: each with its real port, on its own loopback far end."""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from bot.chat.slack.slack_ids import message_number_of, number_of, slack_id_of
from bot.delivery.message_port import MessagePort
from bot.platforms.platform import Platform
from tests.chat.discord.posting import posting
from tests.chat.slack.posting import posting as slack_posting
from tests.fakes.discord import Discord, Fault
from tests.fakes.discord.messages import Draft
from tests.fakes.slack import Fault as SlackFault
from tests.fakes.slack import SlackWorkspace
from tests.fakes.slack.records import Message as SlackMessage

_POST = "chat.postMessage"


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


class LoopbackDiscord(LoopbackPlatform):
    """Discord.

    Args:
        discord: Where it is.
        port: What posts there.
    """

    platform = Platform.DISCORD

    def __init__(self, discord: Discord, port: MessagePort) -> None:
        self._discord = discord
        self.port = port
        self.channel = discord.channel.id
        self.other = discord.world.add_channel(discord.guild, "films").id

    @override
    def posts(self, channel: int | None = None) -> list[int]:
        return [message.id for message in self._discord.posts(channel or self.channel) if message.nonce is not None]

    @override
    def shown(self, message_id: int) -> str:
        (message,) = (each for each in self._discord.posts() if each.id == message_id)
        return message.content

    @override
    def attempts(self) -> int:
        return sum(each.method == "POST" and each.path.endswith("/messages") for each in self._discord.requests)

    @override
    def searches(self) -> int:
        return sum(each.method == "GET" and each.path.endswith("/messages") for each in self._discord.requests)

    @override
    def lose_answer(self, *, stored: bool) -> None:
        self._fault(Fault.lose(stored=stored))

    @override
    def fail(self, *, stored: bool) -> None:
        self._fault(Fault.status(503, stored=stored))

    @override
    def land_late(self, after: timedelta) -> None:
        self._fault(Fault.late(after.total_seconds()))

    @override
    def limit(self, retry_after: timedelta) -> None:
        self._fault(Fault.limited(retry_after.total_seconds(), via=False))

    @override
    def refuse_token(self) -> Callable[[], None]:
        return self._discord.faults.add("POST", "/channels/*/messages", Fault.status(401), times=None).lift

    @override
    def refuse_message(self) -> None:
        self._fault(Fault.status(400, {"code": 50035, "message": "Invalid Form Body"}))

    @override
    def close(self, channel: int) -> None:
        self._discord.world.delete_channel(channel)

    @override
    def delete(self, message_id: int) -> None:
        (message,) = (each for each in self._discord.posts() if each.id == message_id)
        self._discord.delete(message)

    @override
    def forget_keys(self) -> None:
        self._discord.nonce_window = 0

    @override
    def talk(self, messages: int) -> None:
        for number in range(messages):
            self._discord.kept.add(Draft(channel_id=self.channel, body={"content": f"said {number}"}))

    @override
    async def down(self) -> None:
        await self._discord.down()

    @override
    async def up(self) -> None:
        await self._discord.up()

    def _fault(self, fault: Fault) -> None:
        self._discord.faults.add("POST", "/channels/*/messages", fault)


@contextlib.asynccontextmanager
async def loopback_discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackPlatform]:
    """Serve a Discord, and connect to it."""
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with Discord() as discord:
        monkeypatch.setattr(Route, "BASE", discord.url)
        async with posting(discord) as (port, _):
            yield LoopbackDiscord(discord, port)
        assert discord.problems == []


class LoopbackSlack(LoopbackPlatform):
    """Slack.

    Args:
        slack: Where it is.
        port: What posts there.
    """

    platform = Platform.SLACK

    def __init__(self, slack: SlackWorkspace, port: MessagePort) -> None:
        self._slack = slack
        self.port = port
        self.channel = number_of(slack.channel.id)
        self.other = number_of(slack.world.add_channel("films").id)

    @override
    def posts(self, channel: int | None = None) -> list[int]:
        return [message_number_of(message.ts) for message in self._slack.posts(slack_id_of(channel or self.channel))]

    @override
    def shown(self, message_id: int) -> str:
        message = self._message(message_id)
        return f"{message.text} {message.blocks} {message.attachments}"

    @override
    def attempts(self) -> int:
        return len(self._slack.calls(_POST))

    @override
    def searches(self) -> int:
        return len(self._slack.calls("conversations.history"))

    @override
    def lose_answer(self, *, stored: bool) -> None:
        self._slack.faults.add(_POST, SlackFault.lose(stored=stored))

    @override
    def fail(self, *, stored: bool) -> None:
        self._slack.faults.add(_POST, SlackFault.error("internal_error", stored=stored))

    @override
    def land_late(self, after: timedelta) -> None:
        self._slack.faults.add(_POST, SlackFault.late(after.total_seconds()))

    @override
    def limit(self, retry_after: timedelta) -> None:
        self._slack.faults.add(_POST, SlackFault.limited(int(retry_after.total_seconds())))

    @override
    def refuse_token(self) -> Callable[[], None]:
        return self._slack.faults.add(_POST, SlackFault.error("token_revoked"), times=None).lift

    @override
    def refuse_message(self) -> None:
        self._slack.faults.add(_POST, SlackFault.error("invalid_arguments"), times=2)

    @override
    def close(self, channel: int) -> None:
        self._slack.world.kick(slack_id_of(channel))

    @override
    def delete(self, message_id: int) -> None:
        self._slack.delete(self._message(message_id))

    @override
    def forget_keys(self) -> None:
        pass  # it never drops one

    @override
    def talk(self, messages: int) -> None:
        for number in range(messages):
            self._slack.say(f"said {number}")

    @override
    async def down(self) -> None:
        await self._slack.down()

    @override
    async def up(self) -> None:
        await self._slack.up()

    def _message(self, message_id: int) -> SlackMessage:
        (message,) = (each for each in self._slack.posts() if message_number_of(each.ts) == message_id)
        return message


@contextlib.asynccontextmanager
async def loopback_slack(_: pytest.MonkeyPatch) -> AsyncIterator[LoopbackPlatform]:
    """Serve a Slack, and call it."""
    async with SlackWorkspace() as slack:
        async with slack_posting(slack, tried_every=0.2) as bot:
            yield LoopbackSlack(slack, bot.delivery)
        assert slack.problems == []


PLATFORMS = {Platform.DISCORD: loopback_discord, Platform.SLACK: loopback_slack}
