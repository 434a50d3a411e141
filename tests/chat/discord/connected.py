"""A connection for tests: real client, pauses that are noted and not slept."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

import discord as dpy
from typing_extensions import override

from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.request_limits import GlobalLimit, RefusedRequests
from bot.chat.discord.request_trace import request_trace
from tests.fakes.discord import Discord
from tests.fakes.feed import GIVE_UP_AFTER


class Naps:
    """Notes how long it was to sleep, and does not."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Note it, and let others go on; a hundred naps are a loop without end."""
        self.seconds.append(seconds)
        assert len(self.seconds) < 100
        await asyncio.sleep(0)


class AtOnce(dpy.Client):
    """A client that starts each new session at once, and not after discord.py's five seconds."""

    @override
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing."""


def limit_of_discord() -> GlobalLimit:
    """Make what keeps a client's requests within Discord's limit for the bot."""
    return GlobalLimit(monotonic=time.monotonic, sleep=asyncio.sleep)


def make_client(refused: RefusedRequests, limit: GlobalLimit | None = None) -> dpy.Client:
    """Make a client with the intents that the bot has."""
    return AtOnce(
        intents=dpy.Intents(guilds=True),
        max_messages=None,
        allowed_mentions=dpy.AllowedMentions.none(),
        max_ratelimit_timeout=30.0,
        guild_ready_timeout=0.01,
        http_trace=request_trace(refused, limit or limit_of_discord()),
    )


def connection(discord: Discord, *, naps: Naps | None = None) -> GatewayConnection:
    """Make a connection to a loopback Discord, not yet running."""
    return GatewayConnection(
        discord.token,
        follow_gateway=True,
        sleep=naps or Naps(),
        monotonic=time.monotonic,
    )


@contextlib.asynccontextmanager
async def running(
    connection: GatewayConnection,
    make: Callable[[], dpy.Client] | None = None,
    *,
    refused: RefusedRequests | None = None,
    limit: GlobalLimit | None = None,
) -> AsyncIterator[dpy.Client]:
    """Run a connection until the block ends, which begins when it is logged in."""
    counted = refused or RefusedRequests(time.monotonic)
    life = asyncio.create_task(connection.run(make or (lambda: make_client(counted, limit))))
    try:
        async with asyncio.timeout(GIVE_UP_AFTER):
            while (client := connection.client()) is None:  # noqa: ASYNC110 - a login is a state, without an event
                await asyncio.sleep(0.01)
        yield client
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life
