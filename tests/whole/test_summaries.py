"""What a channel hears after silence, from the real program: after nobody looked, and when its quiet hours end."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward


async def test_what_changed_while_the_bot_was_away_is_told_as_one_summary_that_says_so(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1, other=0)
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        assert await program.stop() == 0
    with sqlite3.connect(bots.folder / "capacity.db") as database:  # the night passes
        night = datetime.now(UTC) - timedelta(hours=2, minutes=10)
        database.execute("UPDATE provider SET looked_at = ?", (f"{night:%Y-%m-%d %H:%M:%S}.000000",))
    database.close()
    script(useapi, free=0, other=1)
    async with bots.run():
        summary = await discord.next_message(within=30)
        await looked(useapi)

    assert len(discord.posts()) == 1
    (embed,) = summary.embeds
    assert "200300 is full" in str(embed["title"])
    assert "200400 is free again" in str(embed["title"])
    assert "Nothing was seen from <t:" in str(embed["description"])
    assert "for 2:1" in str(embed["description"])


@pytest.mark.long
@pytest.mark.timeout(180)
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
        assert f"quiet `{quiet}`" in text_of(added)
        await looked(useapi)
        for free in (0, 1, 0):
            script(useapi, free=free)
            await looked(useapi)
        assert discord.posts() == []
        digest = await discord.next_message(within=120)
        await looked(useapi)
        assert await program.stop() == 0

    assert len(discord.posts()) == 1
    (embed,) = digest.embeds
    assert "Quiet hours are over." in str(embed["description"])
    assert "full" in str(embed["description"])
    assert "changed 3 times since it was last told" in str(embed["description"])
