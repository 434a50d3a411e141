"""Commands are registered where they changed, and wherever Discord does not list them any more."""

from tests.chat.discord.made_up_bot import Registered, serving
from tests.chat.made_up import brewing
from tests.fakes.discord import Discord
from tests.fakes.feed import GIVE_UP_AFTER

FEATURE = brewing().feature()


def listed(discord: Discord) -> list[str]:
    return [one.name for one in discord.commands(discord.guild)]


def asked(discord: Discord) -> list[tuple[str, int | None]]:
    return [(one.method, one.status) for one in discord.requests if one.path.endswith("/commands")]


async def test_a_restart_registers_nothing_that_discord_lists_already(discord: Discord) -> None:
    registered = Registered()
    async with serving(discord, FEATURE, registered=registered):
        assert listed(discord) == ["tea"]
    async with serving(discord, FEATURE, registered=registered):
        await discord.wait_for(lambda: ("GET", 200) in asked(discord), GIVE_UP_AFTER)
        assert listed(discord) == ["tea"]
    assert discord.command_syncs(discord.guild) == 1
    assert discord.command_creates(discord.guild) == 1


async def test_a_restart_registers_commands_that_were_emptied_elsewhere(discord: Discord) -> None:
    registered = Registered()
    async with serving(discord, FEATURE, registered=registered):
        pass
    discord.empty_commands(discord.guild)
    async with serving(discord, FEATURE, registered=registered):
        assert listed(discord) == ["tea"]


async def test_a_bot_that_is_removed_and_invited_again_has_its_commands(discord: Discord) -> None:
    async with serving(discord, FEATURE):
        discord.world.remove_bot(discord.guild)
        discord.empty_commands(discord.guild)
        discord.world.add_bot(discord.guild)
        await discord.wait_for(lambda: discord.commands(discord.guild), GIVE_UP_AFTER)
        assert listed(discord) == ["tea"]
        assert (await discord.use("tea brew", {"sort": "green"})).embeds[0]["title"] == "Tea"
