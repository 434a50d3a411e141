"""The whole bot on either database: what was known before a kill is known after it."""

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots
from tests.whole.minimax import looked, script
from tests.whole.program import PATIENCE


async def test_alerts_come_once_over_a_kill(
    discord: Discord, useapi: FakeUseapi, bots: Bots, new_database_url: str
) -> None:
    script(useapi, free=1)
    async with bots.run(DATABASE_URL=new_database_url) as program:
        await looked(useapi)
        script(useapi, free=0)
        await discord.next_message(within=PATIENCE)
        await looked(useapi)
        await program.kill()
    script(useapi, free=1)
    async with bots.run(DATABASE_URL=new_database_url) as program:
        await discord.next_message(within=PATIENCE)
        await looked(useapi)
        assert await program.stop() == 0

    titles = [str(message.embeds[0]["title"]) for message in discord.posts()]
    assert titles == ["MiniMax · 200300 is full", "MiniMax · 200300 is free again"]
