"""What takes a minute or two of waiting by the real program; shorter tests prove the same of its parts."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.discord import Discord, Fault
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.test_alerts import headline
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward
from tests.whole.test_providers import closed_after_a_restart

pytestmark = pytest.mark.timeout(600)


async def test_a_minute_of_alerts_while_discord_is_at_503_arrives_in_order_once(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    async with bots.run(FLAPPING_CHANGES="0"):
        await looked(useapi)
        outage = discord.faults.add("POST", "/channels/*/messages", Fault.status(503), times=None)
        expected: list[str] = []
        over = time.monotonic() + 60
        while time.monotonic() < over or len(expected) % 2:
            full = len(expected) % 2 == 0
            script(useapi, free=0 if full else 1)
            await looked(useapi, times=1)
            expected.append("over: MiniMax: 200300 is full" if full else "MiniMax: 200300 has room again")
        outage.lift()
        await discord.wait_for(lambda: [*map(headline, discord.posts())] == expected, within=60)
        await looked(useapi)

    assert [*map(headline, discord.posts())] == expected
    assert len(expected) > 40


async def test_in_quiet_hours_nothing_is_sent_and_their_end_says_what_is_true(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    sam = steward(discord)
    script(useapi, free=1)
    async with bots.run(ALERT_CHANNEL_ID="") as program:
        await ready(discord)
        await looked(useapi)
        now = datetime.now(UTC)
        quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(minutes=1, seconds=10):%H:%M} UTC"
        added = await discord.use("watch add", {"provider": "minimax", "quiet": quiet}, member=sam)
        assert f"Quiet `{quiet}`" in text_of(added)
        await looked(useapi)
        for free in (0, 1, 0):
            script(useapi, free=free)
            await looked(useapi)
        assert discord.posts() == []
        digest = await discord.next_message(within=120)
        await looked(useapi)
        assert await program.stop() == 0

    assert len(discord.posts()) == 1
    assert digest.content == "☀️ Quiet hours over: **MiniMax 2 of 4 free**, use **200400**"
    assert "🔴 **200300** · full · filled twice" in str(digest.embeds)


async def test_what_was_under_way_is_closed_once_the_search_does_not_find_its_provider(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    await closed_after_a_restart(discord, useapi, bots, providers="auto")
