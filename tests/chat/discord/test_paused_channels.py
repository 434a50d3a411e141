"""A channel that was refused is told again once its permissions are back."""

import asyncio

from bot.chat.discord.paused_channels import LOOKED_AT_EVERY, keep_resuming, resume_mended
from bot.storage.store import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.discord.connected import Naps, connection, running
from tests.fakes.discord import Discord, Permission


async def test_a_channel_is_resumed_when_nothing_is_missing_any_more(discord: Discord, store: Store) -> None:
    guilds = frozenset({discord.guild.id})
    here = Watch(id=FROM_SETTINGS, guild=None, channel=discord.channel.id)
    watches = WatchRegistry(store.watches, here)
    watches.pause(discord.channel.id, "403")
    discord.world.deny(discord.channel, Permission.SEND_MESSAGES)
    async with running(connection(discord)) as client:
        await client.wait_until_ready()
        resume_mended(watches, client, guilds)
        assert discord.channel.id in watches.paused

        changed = asyncio.ensure_future(client.wait_for("guild_channel_update"))
        await asyncio.sleep(0)
        discord.world.allow(discord.channel, Permission.SEND_MESSAGES)
        await asyncio.wait_for(changed, 10)
        resume_mended(watches, client, guilds)

    assert not watches.paused


async def test_it_looks_every_hour(discord: Discord, store: Store) -> None:
    watches = WatchRegistry(store.watches, Watch(id=FROM_SETTINGS, guild=None, channel=discord.channel.id))
    watches.pause(discord.channel.id, "403")
    link, naps = connection(discord), Naps()
    async with running(link) as client:
        await client.wait_until_ready()
        looking = asyncio.create_task(keep_resuming(watches, link, frozenset({discord.guild.id}), sleep=naps))
        async with asyncio.timeout(10):
            while watches.paused:  # noqa: ASYNC110 - nobody tells when a channel is resumed
                await asyncio.sleep(0)
        looking.cancel()

    assert set(naps.seconds) == {LOOKED_AT_EVERY}


async def test_while_the_gateway_is_away_nothing_is_resumed_and_nothing_ends(discord: Discord, store: Store) -> None:
    watches = WatchRegistry(store.watches, Watch(id=FROM_SETTINGS, guild=None, channel=discord.channel.id))
    watches.pause(discord.channel.id, "403")
    naps = Naps()
    looking = asyncio.create_task(
        keep_resuming(watches, connection(discord), frozenset({discord.guild.id}), sleep=naps)
    )
    async with asyncio.timeout(10):
        while len(naps.seconds) < 3:  # noqa: ASYNC110 - naps are counted, not announced
            await asyncio.sleep(0)
    assert not looking.done()
    looking.cancel()

    assert watches.paused
