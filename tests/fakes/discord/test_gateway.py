"""Being connected, and losing it; permissions and commands as the bot comes to know them."""

import asyncio

import discord as dpy
import pytest

from tests.fakes.discord import Discord, Permission
from tests.fakes.discord.bots import Bot, running
from tests.fakes.discord.test_messages import text_channel
from tests.fakes.feed import GIVE_UP_AFTER


async def test_a_bot_gets_ready_and_is_counted(discord: Discord, bot: Bot) -> None:
    assert bot.user is not None
    assert bot.user.id == discord.world.bot.id
    assert [(each.intents, each.accepted) for each in discord.identifies] == [(1, True)]
    assert discord.gateway.identifies_left == 999
    assert discord.problems == []


async def test_a_dropped_socket_is_resumed_and_misses_nothing(discord: Discord, bot: Bot) -> None:
    await discord.gateway.drop()
    discord.world.add_channel(discord.guild, "made meanwhile")
    await asyncio.wait_for(bot.resumed.wait(), GIVE_UP_AFTER)
    assert discord.gateway.resumes == 1
    assert len(discord.identifies) == 1
    assert any(each.name == "made meanwhile" for each in bot.get_all_channels())
    assert (await discord.use("hello")).content == "hello you, soft"


async def test_reconnect_and_a_resumable_session_lead_to_a_resume(discord: Discord, bot: Bot) -> None:
    for ask in (discord.gateway.reconnect, lambda: discord.gateway.invalidate(resumable=True)):
        bot.resumed.clear()
        ask()
        await asyncio.wait_for(bot.resumed.wait(), GIVE_UP_AFTER)
    assert (discord.gateway.resumes, len(discord.identifies)) == (2, 1)


async def test_an_invalid_session_is_identified_anew(discord: Discord, bot: Bot) -> None:
    bot.ready.clear()
    discord.gateway.invalidate(resumable=False)
    await asyncio.wait_for(bot.ready.wait(), GIVE_UP_AFTER)
    assert (discord.gateway.resumes, len(discord.identifies)) == (0, 2)


async def test_refused_connections_are_tried_again(discord: Discord, bot: Bot) -> None:
    discord.gateway.refuse(1, status=None)
    await discord.gateway.drop()
    await asyncio.wait_for(bot.resumed.wait(), GIVE_UP_AFTER)
    assert discord.gateway.connections == 3


@pytest.mark.parametrize(("bits", "error"), [(1, dpy.PrivilegedIntentsRequired), (0, dpy.LoginFailure)])
async def test_a_bad_token_and_disallowed_intents_end_it(discord: Discord, bits: int, error: type[Exception]) -> None:
    discord.gateway.disallowed_intents = bits
    if not bits:
        discord.terms.token = "another"
        assert discord.answered(401) == 0
    bot = Bot(discord.guild.id)
    with pytest.raises(error):
        await bot.start("MTA.not.it" if not bits else discord.token)
    await bot.close()


async def test_an_unparsable_event_ends_discord_py(discord: Discord) -> None:
    bot = Bot(discord.guild.id)
    started = asyncio.create_task(bot.start(discord.token))
    await discord.connected()
    discord.gateway.send_raw('{"op": 0, "s": 99, "t": "INTERACTION_CREATE", "d": {"id": "1", "type": 2}}')
    with pytest.raises(KeyError):
        await started
    await bot.close()


async def test_permissions_are_the_same_on_both_sides(discord: Discord, bot: Bot) -> None:
    channel = text_channel(discord, bot)
    for denied in (Permission.EMBED_LINKS, Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL):
        discord.world.deny(channel.id, denied)
        discord.world.add_channel(discord.guild, denied.name or "")
        await discord.wait_for(lambda: True)
        await _seen(bot, denied.name or "")
        ours = discord.world.permissions(discord.world.channels[channel.id], discord.world.bot)
        theirs = channel.permissions_for(channel.guild.me)
        for each in Permission:
            assert bool(ours & each) == bool(theirs.value & each), each.name


async def _seen(bot: Bot, name: str) -> None:
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not any(each.name == name for each in bot.get_all_channels()):
            await bot.wait_for("guild_channel_create")


async def test_what_the_bot_may_not_it_cannot(discord: Discord, bot: Bot) -> None:
    channel = text_channel(discord, bot)
    discord.world.deny(channel.id, Permission.EMBED_LINKS)
    with pytest.raises(dpy.Forbidden) as refused:
        await channel.send(embed=dpy.Embed(title="x"))
    codes = [refused.value.code]
    await channel.send("text", embed=dpy.Embed(title="x"))
    assert discord.messages()[0].embeds == ()
    for denied in (Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL):
        discord.world.deny(channel.id, denied)
        with pytest.raises(dpy.Forbidden) as refused:
            await channel.send("x")
        codes.append(refused.value.code)
    discord.world.delete_channel(channel.id)
    with pytest.raises(dpy.NotFound) as absent:
        await channel.send("x")
    assert [*codes, absent.value.code] == [50013, 50013, 50001, 10003]


async def test_only_new_commands_count(discord: Discord, bot: Bot) -> None:
    assert (discord.command_creates(discord.guild), discord.command_syncs(discord.guild)) == (3, 1)
    ids = [each.id for each in await bot.tree.sync(guild=bot.home)]
    assert ids == [each.id for each in discord.commands(discord.guild)]
    assert (discord.command_creates(discord.guild), discord.command_syncs(discord.guild)) == (3, 2)
    discord.terms.creates_per_day = 3
    bot.tree.add_command(dpy.app_commands.ContextMenu(name="Copy", callback=copy), guild=bot.home)
    with pytest.raises(dpy.HTTPException) as refused:
        await bot.tree.sync(guild=bot.home)
    assert refused.value.code == 30034
    assert discord.problems == []


async def copy(interaction: dpy.Interaction, message: dpy.Message) -> None:
    """Never called."""


async def test_down_and_up_again_on_the_same_port(discord: Discord) -> None:
    where = discord.url
    async with running(discord) as bot:
        await discord.down()
        with pytest.raises(OSError, match="Cannot connect"):
            await text_channel(discord, bot).send("x")
        await discord.up()
        assert discord.url == where
        await text_channel(discord, bot).send("x")
        await asyncio.wait_for(bot.resumed.wait(), GIVE_UP_AFTER)
