"""Members who wait for a slot, by the real program: asked, listed, told once over a kill, passed on, taken."""

from tests.fakes.discord import Discord, Message
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of

SILENT = 1 << 12


def shown(discord: Discord, message: Message) -> str:
    """Read a message as it is now."""
    now = discord.kept.now[message.id]
    return "\n".join([str(now.content), *(embed.get("description", "") for embed in now.embeds)])


async def test_who_came_first_is_told_first_over_a_kill_and_whose_time_is_over_is_told_so(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    robin = discord.member
    sam, lee = (discord.world.add_member(discord.guild, name) for name in ("sam", "lee"))
    elsewhere = discord.world.add_channel(discord.guild, "elsewhere")
    discord.world.closed_to_bot.add(lee.user.id)
    script(useapi, free=0, other=0)
    async with bots.run(ALERT_CHANNEL_ID=""):
        await ready(discord)
        await looked(useapi)
        asked = await discord.use("notify me", {"provider": "minimax"})
        assert asked.ephemeral
        assert "You're 1st in line for MiniMax\nYou are pinged once" in text_of(asked)
        full = await discord.use("capacity", {"provider": "minimax"}, member=sam)
        pressed = await discord.press(full, label="Notify me", member=sam)
        assert pressed.ephemeral
        assert "You're 2nd in line for MiniMax\nYou are pinged once" in text_of(pressed)
        refused = await discord.use("notify me", {"provider": "minimax", "slots": 5})
        assert "MiniMax has 4 slots in all: 5 are never free at once" in text_of(refused)
        await discord.use("notify me", {"provider": "minimax", "slots": 2})
        for member, place in ((sam, discord.world.direct(sam.user)), (lee, elsewhere)):
            await discord.use(
                "notify me", {"provider": "minimax", "slots": 4, "until": "1s"}, member=member, channel=elsewhere
            )
            over = await discord.next_message(place, within=DEADLINE)
            assert over.content == "MiniMax: no room in time"
            assert not over.pings
            assert over.flags == (SILENT if member is lee else 0)

        listed = await discord.use("notify list")
        assert "You're waiting for 2 things" in text_of(listed)
        (choice,) = await discord.autocomplete("notify cancel", focused="number", value="2 slots")
        assert "Cancelled" in text_of(await discord.use("notify cancel", {"number": choice.value}))

        script(useapi, free=1, other=0)
        first = await discord.next_message(within=DEADLINE)
        assert first.content == f"<@{robin.user.id}> **your MiniMax slot: 200300**"
        assert first.pings.users == {robin.user.id}
        assert "offered to somebody else" in text_of(await discord.press(first, label="Don't need it", member=sam))

    async with bots.run(ALERT_CHANNEL_ID="") as program:
        await ready(discord)
        await looked(useapi)
        assert discord.posts()[-1] == discord.kept.now[first.id]
        assert "Passed on" in text_of(await discord.press(first, label="Don't need it"))
        second = await discord.next_message(within=DEADLINE)
        assert second.pings.users == {sam.user.id}
        await discord.wait_for(lambda: "200300~~ · passed on" in shown(discord, first), within=DEADLINE)
        assert "Go ahead: 200300" in text_of(await discord.press(second, label="I'm starting now", member=sam))
        await discord.wait_for(
            lambda: "you took 200300** · MiniMax · first in line until" in shown(discord, second), within=DEADLINE
        )
        await looked(useapi)
        (row,) = discord.kept.now[second.id].components
        assert [button["label"] for button in row["components"]] == ["Details"]
        assert "You aren't waiting for anything" in text_of(await discord.use("notify list", member=sam))
        assert len(discord.posts(elsewhere)) == 1
        assert len([one for one in discord.posts() if one.pings]) == 2
        assert [line for line in program.lines if "ERROR" in line] == []
