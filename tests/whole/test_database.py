"""The whole bot on either database: what was known before a kill is known after it."""

import sqlite3

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_alerts import first_headline, headline, is_over
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward


async def test_alerts_come_once_over_a_kill(
    discord: Discord, useapi: FakeUseapi, bots: Bots, new_database_url: str
) -> None:
    (bots.folder / "capacity.db").unlink()
    script(useapi, free=1)
    async with bots.run(DATABASE_URL=new_database_url) as program:
        greeting = await discord.next_message(within=DEADLINE)
        script(useapi, free=0)
        await discord.next_message(within=DEADLINE)
        await looked(useapi)
        await program.kill()
    script(useapi, free=1)
    async with bots.run(DATABASE_URL=new_database_url) as program:
        await discord.next_message(within=DEADLINE)
        await discord.wait_for(lambda: discord.posts()[1].edits, within=DEADLINE)
        await looked(useapi)
        assert await program.stop() == 0

    first, full, freed = discord.posts()
    assert first == greeting
    assert first_headline(full) == "MiniMax: 200300 is full"
    assert is_over(full)
    assert headline(freed) == "MiniMax: 200300 has room again"
    assert len(full.edits) == 1


async def test_while_the_database_is_locked_or_moved_people_are_answered(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    sam = steward(discord)
    script(useapi, free=1)
    async with bots.run(DATABASE_URL="sqlite+aiosqlite:///capacity.db?timeout=0.2") as program:
        await ready(discord)
        await looked(useapi)
        somebody = sqlite3.connect(bots.folder / "capacity.db", isolation_level=None)
        somebody.execute("BEGIN IMMEDIATE")
        script(useapi, free=0)
        await program.says("no alerts until the database answers again")
        await looked(useapi, times=2)
        assert "0 of 2 free" in text_of(await discord.use("capacity", {"provider": "minimax", "account": "200300"}))
        assert "database is locked" in text_of(await discord.use("doctor", member=sam))
        assert discord.posts() == []
        somebody.execute("ROLLBACK")
        somebody.close()
        message = await discord.next_message(within=DEADLINE)
        assert headline(message) == "MiniMax: 200300 is full"
        await looked(useapi, times=2)
        assert len(discord.posts()) == 1

        program.lines.clear()
        file = bots.folder / "capacity.db"
        moved = file.rename(bots.folder / "moved.db")
        script(useapi, free=1)
        assert "was deleted, moved or replaced" in await program.says("no alerts until the database answers again")
        assert "was deleted, moved or replaced" in text_of(await discord.use("doctor", member=sam))
        await looked(useapi, times=2)
        assert len(discord.posts()) == 1
        moved.rename(file)
        assert headline(await discord.next_message(within=DEADLINE)) == "MiniMax: 200300 has room again"
        assert await program.stop() == 0
    assert len(discord.posts()) == 2
