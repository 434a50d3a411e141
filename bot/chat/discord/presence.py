"""Keeps the bot's custom status up to date; shows none if another server could read it."""

import logging
from collections.abc import Awaitable, Callable

import discord

from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.served_guilds import ServedGuilds

LEAST_PAUSE = 30.0
"""Seconds between two updates. A connection takes 120 events in 60 s
(https://discord.com/developers/docs/events/gateway#rate-limiting); for presences other clients keep to 5 in 20 s, which
Discord does not document (https://github.com/abalabahaha/eris/pull/1345)."""

GLANCE = 2.0
"""Seconds between two checks whether the text has changed."""

log = logging.getLogger(__name__)


class PresenceUpdater:
    """Shows a text as the bot's custom status while the served guild is the only one that the bot is in.

    Args:
        connection: The connection.
        guilds: The served guilds.
        text: Returns what to show; None for nothing.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(
        self,
        connection: GatewayConnection,
        guilds: ServedGuilds,
        text: Callable[[], str | None],
        *,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._connection = connection
        self._guilds = guilds
        self._text = text
        self._sleep = sleep
        self._shown: tuple[str | None, str | None] = (None, None)

    async def run(self) -> None:
        """Keep the status up to date until cancelled."""
        while True:
            await self._sleep(LEAST_PAUSE if await self._update() else GLANCE)

    async def _update(self) -> bool:
        """Update the status if it has changed, and return whether anything was sent."""
        client = self._connection.ready_client()
        if client is None:
            return False
        # A status ends with its session, so it must be sent again after a reconnect without a RESUME.
        session, text = client.ws.session_id, self._text_for(client)
        before, shown = self._shown
        if text == (shown if session == before else None):
            return False
        try:
            await client.change_presence(activity=None if text is None else discord.CustomActivity(text))
        except (OSError, discord.DiscordException) as problem:  # the socket was closed meanwhile
            log.debug("The status could not be updated: %s", problem)
            return False
        self._shown = (session, text)
        return True

    def _text_for(self, client: discord.Client) -> str | None:
        # Every server that the bot is in sees the status, but account data belongs to one team.
        private = len(client.guilds) == 1 and client.guilds[0].id in self._guilds.ids
        return self._text() if private else None
