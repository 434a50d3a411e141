"""A loopback Discord that discord.py is pointed at."""

from collections.abc import AsyncIterator

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.discord.alert_delivery import AlertDelivery
from tests.chat.discord.posting import posting
from tests.fakes.discord import Discord, Member, Permission


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with Discord() as started:
        monkeypatch.setattr(Route, "BASE", started.url)
        yield started
        assert started.problems == []


@pytest.fixture
def admin(discord: Discord) -> Member:
    producers = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    return discord.world.add_member(discord.guild, "alex", producers)


@pytest.fixture
async def deliver(discord: Discord) -> AsyncIterator[AlertDelivery]:
    async with posting(discord) as (made, _):
        yield made
