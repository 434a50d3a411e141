"""Discord's clock is an hour off, in its ``Date`` and in the ids of its messages: nothing is told twice, nor lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.discord import Discord, Fault
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots
from tests.whole.elapsed_time import pass_time
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_alerts import headline

OFF = timedelta(hours=1)
KEY_FORGOTTEN = timedelta(minutes=10)
"""How long the bot is dead: a repeat would not be dropped any more, so it has to look for its message."""


@pytest.fixture(params=[-OFF, OFF], ids=["behind", "ahead"])
async def discord(request: pytest.FixtureRequest) -> AsyncIterator[Discord]:
    """Return a Discord that counts time by another clock."""
    off: timedelta = request.param
    async with Discord(clock=lambda: datetime.now(UTC) + off) as started:
        yield started
        assert started.problems == []


async def test_an_alert_in_doubt_is_told_once_whatever_discords_clock_says(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    async with bots.run():
        await looked(useapi)
        held = discord.faults.add("POST", "/channels/*/messages", Fault.hang(stored=True))
        script(useapi, free=0)
        await discord.wait_for(lambda: held.hits, within=DEADLINE)
    assert len(discord.posts()) == 1
    discord.faults.clear()
    discord.nonce_window = 0
    pass_time(bots.folder / "capacity.db", KEY_FORGOTTEN)

    async with bots.run() as program:
        await program.says("was delivered")
        await looked(useapi, times=3)
        script(useapi, free=1)
        await discord.wait_for(lambda: len(discord.posts()) > 1, within=DEADLINE)
        await looked(useapi, times=3)
        assert await program.stop() == 0
    told = [headline(post).removeprefix("over: ") for post in discord.posts()]
    assert told == ["MiniMax: 200300 is full", "MiniMax: 200300 has room again"]
