"""Keeps a client logged in and connected.

discord.py 2.7.1 gives up when a service must not: on a login that gets a 503, a refused first gateway connection
(https://github.com/Rapptz/discord.py/issues/10520), or an event that it can't parse. All of these are retried here,
with growing pauses; only a refusal by Discord itself ends the program.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import cast

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from bot.chat.rate_limiter import RateLimiter
from bot.delivery.retry import Backoff
from bot.errors import DiscordRefused, TryAgain
from bot.event_waiting import wait_at_most

CONNECTIONS, CONNECTION_EVERY = 10, 5.0
"""Number of connections in a burst, and seconds for each further one: when Discord said to reconnect at each RESUME,
discord.py made 600 a second."""

IDENTIFIES, IDENTIFY_EVERY = 10, 90.0
"""The same for IDENTIFYs: at most 970 a day. Discord resets a bot's token after 1,000
(https://discord.com/developers/docs/events/gateway#session-start-limit)."""

PAUSES = Backoff(longest=timedelta(minutes=5))

STEADY_AFTER = timedelta(minutes=10)
"""Age of a connection after which pauses start from the shortest again."""

IDENTIFIES_KEPT = 100
"""Number of the day's IDENTIFYs held in reserve; with fewer left, the bot waits for the daily reset."""

GOODBYE = 2.0
"""Maximum number of seconds for a clean close; the library would wait 30, and the program has five in all."""

CANCEL_EVERY = 0.1
"""Seconds after which the library's loop is cancelled again if it has not ended."""

LOGIN_WAIT = timedelta(seconds=10)
"""Maximum time that a delivery waits for a login; then it is read again, since it may be outdated by then."""

REFUSALS = {
    4004: "Discord refused the token: check DISCORD_TOKEN (Developer Portal, your application, Bot, Reset Token).",
    4010: "Discord refused the connection: it was given a shard it does not know.",
    4011: "Discord refused the connection: the bot is in too many servers for one connection.",
    4012: "Discord refused the connection: its gateway no longer speaks this version; update capacity-bot.",
    4013: "Discord refused the connection: it does not know an intent; update capacity-bot.",
    4014: "Discord refused the connection: the bot is not allowed the intents it asks for.",
}
"""Close codes after which reconnecting is useless
(https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes)."""

log = logging.getLogger(__name__)


async def _nothing() -> None:
    """Do nothing."""


class GatewayConnection:
    """Keeps a client logged in and connected.

    Args:
        token: The bot's token.
        follow_gateway: Whether to connect to the URL from ``/gateway/bot`` instead of Discord's usual one.
        sleep: Sleeps for a number of seconds.
        monotonic: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        token: str,
        *,
        follow_gateway: bool,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
    ) -> None:
        self._token = token
        self._follow_gateway = follow_gateway
        self._sleep = sleep
        self._monotonic = monotonic
        self._connections = RateLimiter(CONNECTIONS, CONNECTION_EVERY, monotonic=monotonic, sleep=sleep)
        self._identifies = RateLimiter(IDENTIFIES, IDENTIFY_EVERY, monotonic=monotonic, sleep=sleep)
        self._client: discord.Client | None = None
        self._logged_in = asyncio.Event()

    async def logged_in(self) -> discord.Client:
        """Return the client once it is logged in to REST, which may be long before the gateway is ready.

        Raises:
            TryAgain: It did not log in within ``LOGIN_WAIT``.
        """
        await wait_at_most(self._logged_in, LOGIN_WAIT.total_seconds())
        if self._client is None:
            raise TryAgain("The bot is not logged in to Discord.", sent=False)
        return self._client

    def is_alive(self) -> bool:
        """Return whether the gateway is connected and ready."""
        return self.ready_client() is not None

    def ready_client(self) -> discord.Client | None:
        """Return the client while its gateway is ready, so that it knows its servers; None otherwise."""
        client = self._client
        return client if client is not None and client.is_ready() and _open_socket(client) is not None else None

    def client(self) -> discord.Client | None:
        """Return the client once it is logged in."""
        return self._client

    async def run(
        self, make: Callable[[], discord.Client], *, before_close: Callable[[], Awaitable[None]] = _nothing
    ) -> None:
        """Stay connected until cancelled.

        Args:
            make: Makes a new client; one that failed to log in is discarded.
            before_close: Called at the end, while the client can still answer.

        Raises:
            DiscordRefused: Discord said that reconnecting is useless.
        """
        failures = 0
        try:
            while True:
                began = self._monotonic()
                try:
                    await self._connect(await self._log_in(make))
                except discord.LoginFailure as refusal:
                    raise DiscordRefused(REFUSALS[4004]) from refusal
                except discord.PrivilegedIntentsRequired as refusal:
                    raise DiscordRefused(REFUSALS[4014]) from refusal
                except discord.ConnectionClosed as refusal:
                    code = refusal.code
                    raise DiscordRefused(REFUSALS.get(code, f"Discord closed the connection: {code}.")) from refusal
                except Exception as problem:  # whatever fails in the library, the bot reconnects
                    failures = 1 if self._monotonic() - began > STEADY_AFTER.total_seconds() else failures + 1
                    pause = PAUSES.pause(failures).total_seconds()
                    log.warning("Discord: connecting again in %.0f s: %s", pause, _in_words(problem))
                    log.debug("Discord: what happened", exc_info=problem)
                    await self._sleep(pause)
        finally:
            await before_close()
            await self._close()

    async def _log_in(self, make: Callable[[], discord.Client]) -> discord.Client:
        if self._client is not None and not self._client.is_closed():
            return self._client
        await self._close()
        client = make()
        self._limit(client)
        try:
            await client.login(self._token)
        except BaseException:
            await _closed(client)
            raise
        self._client = client
        self._logged_in.set()
        return client

    def _limit(self, client: discord.Client) -> None:
        """Limit connections and IDENTIFYs, including those of the library's own loop."""
        connect, identify = client.http.ws_connect, client.before_identify_hook

        async def ws_connect(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
            await self._connections.turn()
            return await connect(url, compress=compress)

        async def before_identify(shard_id: int | None, *, initial: bool = False) -> None:
            await identify(shard_id, initial=initial)
            await self._identifies.turn()

        client.http.ws_connect = ws_connect  # type: ignore[method-assign] # discord.py has no hook before a RESUME
        client.before_identify_hook = before_identify  # type: ignore[method-assign] # as a subclass may define it

    async def _connect(self, client: discord.Client) -> None:
        _, gateway, starts = await client.http.get_bot_gateway()
        if self._follow_gateway:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        if starts["remaining"] < min(IDENTIFIES_KEPT, starts["total"] / 10):
            wait = starts["reset_after"] / 1000
            log.error("Discord: %d connections left today; waiting %.0f s for new ones.", starts["remaining"], wait)
            await self._sleep(wait)
        connecting = asyncio.create_task(client.connect())
        try:
            await asyncio.shield(connecting)
        finally:
            while not connecting.done():  # before Python 3.12, discord.py's wait_for may lose a cancellation
                connecting.cancel()
                await asyncio.wait([connecting], timeout=CANCEL_EVERY)
            # An event that the library can't parse leaves its socket open and receiving.
            if (socket := _open_socket(client)) is not None:
                await socket.close(code=4000)
        raise ConnectionError("the connection ended")

    async def _close(self) -> None:
        self._logged_in.clear()
        client, self._client = self._client, None
        if client is not None:
            await _closed(client)


async def _closed(client: discord.Client) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GOODBYE):
            await client.close()


def _open_socket(client: discord.Client) -> DiscordWebSocket | None:
    socket = cast("DiscordWebSocket | None", client.ws)  # None until the first connection, despite its annotation
    return socket if socket is not None and socket.open else None


def _in_words(problem: BaseException) -> str:
    if isinstance(problem, AttributeError) and problem.__context__ is not None:
        return _in_words(problem.__context__)  # the library's own failure after a refused first connection
    if isinstance(problem, discord.HTTPException):
        at_edge = not problem.code and problem.status == HTTPStatus.TOO_MANY_REQUESTS
        return f"it answered {problem.status}{' from an edge before its API' if at_edge else ''}"
    if isinstance(problem, discord.GatewayNotFound):
        return "it did not say where its gateway is"
    return f"{type(problem).__name__}: {problem}"
