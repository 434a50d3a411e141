"""The first hour: from two settings to the first answer."""

from collections.abc import Mapping

import pytest

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.program import DEADLINE
from tests.whole.test_discovery import has

UNSET: Mapping[str, str] = {
    "DISCORD_GUILD_IDS": "",
    "ALERT_CHANNEL_ID": "",
    "ALERT_ROLE_ID": "",
    "PROVIDERS": "",
    "POLL_SECONDS": "",
}


@pytest.fixture(autouse=True)
def minimax_only(useapi: FakeUseapi) -> None:
    """Let the token have accounts at MiniMax and nowhere else."""
    has(useapi, "minimax")


async def test_two_tokens_are_enough_for_the_first_answer(discord: Discord, bots: Bots) -> None:
    async with bots.run(**UNSET) as program:
        await ready(discord)
        reply = await discord.use("capacity", {"provider": "minimax"})
        assert "MiniMax · 3 of 4 free" in str(reply.embeds)
        overview = str((await discord.use("capacity")).embeds)  # in full, as one provider is watched
        assert "MiniMax · 3 of 4 free" in overview
        assert "⚠" not in overview
        assert not {"PixVerse", "Kling", "TemPolor"} & set(overview.replace("*", " ").split())
        invited = await program.says("The link that invites the bot to a server: ")
        assert invited.endswith(f"?client_id={discord.world.bot.id}&scope=bot+applications.commands&permissions=84992")
        await program.says(f"serving {discord.guild.name} ({discord.guild.id}).")
        assert not any("WARNING" in line or "ERROR" in line for line in program.lines)
        await discord.wait_for(lambda: discord.gateway.presences, within=DEADLINE)
    assert [text for _, text in discord.gateway.presences] == ["3/4 free · MiniMax"]


async def test_in_several_servers_it_serves_none_and_names_the_line_to_add(discord: Discord, bots: Bots) -> None:
    other = discord.world.add_guild("Gamers")
    async with bots.run(**UNSET) as program:
        said = await program.says("serves none of them")
        assert f"{discord.guild.name} ({discord.guild.id}) and Gamers ({other.id})" in said
        assert f"DISCORD_GUILD_IDS={discord.guild.id} or DISCORD_GUILD_IDS={other.id}" in said
        await program.says("serving no server.")
    assert discord.commands(discord.guild) == discord.commands(other) == []


async def test_a_server_that_invites_it_is_served_at_once(discord: Discord, bots: Bots) -> None:
    discord.world.remove_bot(discord.guild)
    async with bots.run(**UNSET) as program:
        said = await program.says("The bot is in no server yet")
        assert f"client_id={discord.world.bot.id}" in said
        discord.world.add_bot(discord.guild)
        await program.says(f"Invited: serving {discord.guild.name} ({discord.guild.id}).")
        await discord.wait_for(lambda: discord.commands(discord.guild), within=DEADLINE)
        assert "MiniMax · 3 of 4 free" in str((await discord.use("capacity", {"provider": "minimax"})).embeds)
