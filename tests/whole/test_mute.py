"""Alerts muted with their button and by command, by the real program: who, until when, and what is told afterwards."""

from tests.fakes.discord import Channel, Discord, Message
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of


def shown(discord: Discord, message: Message) -> str:
    """Read the last embed of a message as it is now."""
    return str(discord.kept.now[message.id].embeds[-1].get("description"))


async def test_a_muted_account_is_not_told_of_until_it_is_unmuted_also_over_a_restart(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    by = discord.member.user.id
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0)
        full = await discord.next_message(within=DEADLINE)

        answer = await discord.press(full, label="Mute 1 h")
        assert answer.ephemeral
        assert "**MiniMax · 200300** · muted in" in text_of(answer)
        await program.says(f"Member {by} muted MiniMax · 200300 in channel {discord.channel.id}")
        await discord.wait_for(lambda: f"Muted by <@{by}>" in shown(discord, full), within=DEADLINE)

        script(useapi, free=1)
        await looked(useapi)
        offered = await discord.autocomplete("why", focused="id", value="not sent: muted")
        assert len(offered) == 1
        assert "200300 has room again" in offered[0].name

    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        assert discord.posts() == [discord.kept.now[full.id]]

        ended = await discord.use("unmute")
        assert ended.ephemeral
        assert "Unmuted" in text_of(ended)
        await program.says(f"Member {by} unmuted MiniMax · 200300 in channel {discord.channel.id}")
        freed = await discord.next_message(within=DEADLINE)
        assert "**200300** has room again" in freed.content
        await discord.wait_for(lambda: "Muted by" not in shown(discord, full), within=DEADLINE)
        assert "Nothing is muted here." in text_of(await discord.use("unmute"))


async def test_a_mute_is_of_the_channel_where_it_was_asked_for(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    other: Channel = discord.world.add_channel(discord.guild, "other")
    async with bots.run():
        await ready(discord)
        await looked(useapi)
        for wrong in (0, 10_081):
            refused = await discord.use("mute", {"provider": "minimax", "minutes": wrong}, channel=other)
            assert refused.ephemeral
            assert "minutes can be 1 to 10080" in text_of(refused)
        muted = await discord.use("mute", {"provider": "all", "minutes": 5}, channel=other)
        assert "All providers" in text_of(muted)
        script(useapi, free=0)
        full = await discord.next_message(within=DEADLINE)
        assert "**200300** is full" in full.content
        assert "Nothing is muted here." in text_of(await discord.use("unmute"))
