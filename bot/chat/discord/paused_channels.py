"""Channels that were refused are told again once their permissions are back."""

from collections.abc import Awaitable, Callable

import discord

from bot.chat.discord.channel_permissions import missing_there
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.subscriptions.watch_registry import WatchRegistry

LOOKED_AT_EVERY = 3600.0
"""Seconds between looks at what is paused: trying by sending would count as an invalid request each time."""


async def keep_resuming(
    watches: WatchRegistry,
    connection: GatewayConnection,
    guilds: frozenset[int],
    *,
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """Look hourly at the channels that are paused, until cancelled."""
    while True:
        await sleep(LOOKED_AT_EVERY)
        if (client := connection.ready_client()) is not None:
            resume_mended(watches, client, guilds)


def resume_mended(watches: WatchRegistry, client: discord.Client, guilds: frozenset[int]) -> None:
    """Resume every paused channel where nothing is missing any more, as far as the gateway told us."""
    if client.is_ready():
        for channel in tuple(watches.paused):
            if not missing_there(client, channel, None, guilds):
                watches.resume(channel)
