"""A loopback Discord and a bot that lives on it, for the tests of the fake itself."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord.bots import Bot, point, running
from tests.fakes.discord.loopback import Discord


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    async with Discord() as started:
        point(monkeypatch.setattr, started)
        yield started


@pytest.fixture
async def bot(discord: Discord) -> AsyncIterator[Bot]:
    async with running(discord) as started:
        yield started
