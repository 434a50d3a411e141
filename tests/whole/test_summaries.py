"""What a channel hears after silence, from the real program: after nobody looked."""

from datetime import timedelta

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.elapsed_time import pass_time
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE


async def test_what_changed_while_the_bot_was_away_is_told_as_one_summary_that_says_so(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1, other=0)
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        assert await program.stop() == 0
    pass_time(bots.folder / "capacity.db", timedelta(hours=2, minutes=10))
    script(useapi, free=0, other=1)
    async with bots.run():
        summary = await discord.next_message(within=DEADLINE)
        await looked(useapi)

    assert len(discord.posts()) == 1
    (embed,) = summary.embeds
    assert summary.content.startswith("🔵 Back after 2 h 1")
    assert summary.content.endswith(": **MiniMax 1 of 4 free**, use **200400**")
    assert "Not checked from <t:" in str(embed["description"])
    assert "🔴 **200300** · full\n🟢 **200400** · has room again, 1 of 2 free" in str(embed["description"])
