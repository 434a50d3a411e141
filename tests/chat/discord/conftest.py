"""A loopback Discord that discord.py is pointed at, and a connection to it."""

from collections.abc import AsyncIterator

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord import Discord


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with Discord() as started:
        monkeypatch.setattr(Route, "BASE", started.url)
        yield started
        assert started.problems == []
