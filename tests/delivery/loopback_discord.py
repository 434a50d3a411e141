"""Discord, with the bot's real port and a loopback far end."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from bot.delivery.message_port import MessagePort
from bot.platforms import Platform
from tests.chat.discord.posting import posting
from tests.delivery.loopback_platform import LoopbackPlatform
from tests.fakes.discord import Discord, Fault
from tests.fakes.discord.messages import Draft


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
    def edits(self) -> int:
        return sum(each.method == "PATCH" for each in self._discord.requests)

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
