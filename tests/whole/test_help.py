"""``/help``, by the real program: what is pressed there are the commands that Discord knows, also after a restart."""

import re

from tests.fakes.discord import Discord, Permission
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script


async def test_every_command_of_help_is_one_that_can_be_pressed(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin = discord.world.add_member(discord.guild, "alex", role)
    for _ in range(2):  # the second time nothing is registered
        async with bots.run(ALERT_CHANNEL_ID=""):
            await ready(discord)
            await looked(useapi)
            mine, theirs = await discord.use("help"), await discord.use("help", member=admin)
            known = {one.name: one.id for one in discord.commands(discord.guild)}
        assert mine.ephemeral
        (card,) = mine.embeds
        text = card["description"]
        assert f"</capacity:{known['capacity']}> · " in text
        assert "e.g. " not in text
        assert "watch" not in text
        pressed = re.findall(r"</([a-z]+)[a-z ]*:(\d+)>", "".join(one["description"] for one in theirs.embeds))
        assert {name: int(number) for name, number in pressed} == {
            name: number for name, number in known.items() if name.islower() and name != "help"
        }
