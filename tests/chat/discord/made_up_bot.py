"""The real client on a loopback Discord, with nothing but made-up features."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable

import discord as dpy

from bot.chat.background_tasks import BackgroundTasks
from bot.chat.discord.discord_client import CapacityClient, Home
from bot.chat.discord.request_limits import RefusedRequests
from bot.chat.discord.request_trace import request_trace
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Feature
from bot.chat.wording.account_names import AccountNames
from tests.chat.discord.connected import AtOnce, Naps, connection, limit_of_discord, running
from tests.fakes.discord import Discord
from tests.fakes.feed import GIVE_UP_AFTER


class AtOnceClient(AtOnce, CapacityClient):
    """The real client, in the tests' hurry."""


class Registered:
    """Remembers which commands were registered, as the database does."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}

    async def synced(self, scope: str) -> str | None:
        """Return the digest of what was registered in a guild."""
        return self._digests.get(scope)

    async def note_sync(self, scope: str, digest: str) -> None:
        """Remember the digest of what was registered in a guild."""
        self._digests[scope] = digest


@contextlib.asynccontextmanager
async def serving(
    discord: Discord,
    *features: Feature,
    registered: Registered | None = None,
    places_changed: Callable[[], None] = lambda: None,
    guilds: ServedGuilds | None = None,
    until_ready: bool = True,
) -> AsyncIterator[dpy.Client]:
    """Serve features in the guild that is there, and return the client once their commands are registered.

    Args:
        discord: Where.
        features: What is served.
        registered: What was registered before; nothing if None.
        places_changed: Called when a channel or a role changed.
        guilds: Which guilds are served; the one that is there if None.
        until_ready: Whether to wait for the gateway as well.
    """
    registry = registered or Registered()
    home = Home(guilds=guilds or ServedGuilds({discord.guild.id}))
    dispatcher = Dispatcher(features, AccountNames())
    refused, limit = RefusedRequests(time.monotonic), limit_of_discord()

    def make() -> AtOnceClient:
        client = AtOnceClient(
            home,
            dispatcher,
            registry,
            http_trace=request_trace(refused, limit),
            places_changed=places_changed,
            connected=_nobody_waits,
            sleep=Naps(),
            answering=BackgroundTasks(logging.getLogger(__name__), "not answered"),
        )
        client._connection.guild_ready_timeout = 0.01  # noqa: SLF001 - two seconds of waiting for no other guild
        return client

    link = connection(discord)
    async with running(link, make) as served:
        await discord.wait_for(lambda: discord.commands(discord.guild), GIVE_UP_AFTER)
        if until_ready:
            await asyncio.wait_for(served.wait_until_ready(), GIVE_UP_AFTER)
        yield served


async def _nobody_waits() -> None:
    """Answer people as the only program."""
