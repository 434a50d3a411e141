"""Two programs on one database: nothing is told twice, and people are answered by one of them."""

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_alerts import headline
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward


async def test_a_second_program_on_a_sqlite_file_ends_and_names_the_first(useapi: FakeUseapi, bots: Bots) -> None:
    script(useapi, free=1)
    async with bots.run() as first:
        await looked(useapi)
        async with bots.run() as second:
            assert await second.ends() == 2
        assert second.lines[-1].startswith("capacity-bot: the database capacity.db is in use by another capacity-bot (")
        assert "process " in second.lines[-1]
        await first.kill()
    async with bots.run():  # the lock ends with the process, however that ends
        await looked(useapi)


async def test_a_database_moved_away_is_named_and_no_alert_is_sent_until_it_is_back(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    sam = steward(discord)
    script(useapi, free=1)
    file = bots.folder / "capacity.db"
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        moved = file.rename(bots.folder / "moved.db")
        script(useapi, free=0)
        assert "was deleted, moved or replaced" in await program.says("no alerts until the database answers again")
        assert "was deleted, moved or replaced" in text_of(await discord.use("doctor", member=sam))
        await looked(useapi, times=2)
        assert discord.posts() == []
        moved.rename(file)
        assert headline(await discord.next_message(within=DEADLINE)) == "MiniMax: 200300 is full"
        assert await program.stop() == 0
