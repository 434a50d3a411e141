"""Discord, put together: one connection, what is posted through it, and what it knows of channels."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable

import discord

from bot.alerts.alert import Alert
from bot.chat.discord.alert_delivery import AlertDelivery
from bot.chat.discord.channel_directory import DiscordChannels
from bot.chat.discord.command_sync import Registry
from bot.chat.discord.discord_client import CapacityClient, Home
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.gateway_health import GatewayHealth
from bot.chat.discord.invalid_request_limit import RefusedRequests
from bot.chat.discord.presence import PresenceUpdater
from bot.chat.discord.send_pace import SendPace
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Feature
from bot.chat.message import Message
from bot.chat.wording.account_names import AccountNames
from bot.health.observers import UNOBSERVED
from bot.settings.schema import SimulatedSettings


class DiscordPlatform:
    """Posts alerts to Discord and answers commands there.

    Args:
        settings: The token, the guilds and where Discord is.
        word: Returns an alert as a message.
        answered: Called with the status of each answer of Discord; None if none came.

    Attributes:
        channels: What is known of channels and roles.
        connection: The connection.
        delivery: Posts and edits.
        health: How the connection is doing.
    """

    def __init__(
        self,
        settings: SimulatedSettings,
        word: Callable[[Alert], Message],
        answered: Callable[[int | None], None] = UNOBSERVED.answered,
    ) -> None:
        if settings.discord_api_url is not None:
            discord.http.Route.BASE = settings.discord_api_url  # discord.py reads it for every request
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        self._home = Home(
            guilds=ServedGuilds(settings.discord_guild_ids),
            alert_channel=settings.alert_channel_id,
            alert_role=settings.alert_role_id,
        )
        self._refused = RefusedRequests(time.monotonic, answered)
        self.connection = GatewayConnection(
            settings.discord_token.get_secret_value(),
            follow_gateway=settings.discord_api_url is not None,
            sleep=asyncio.sleep,
            monotonic=time.monotonic,
        )
        self.channels = DiscordChannels(self.connection.client, self._home.guilds)
        self.health = GatewayHealth(connection=self.connection, guilds=self._home.guilds)
        self._shows_presence = settings.presence == "on"
        self.delivery = AlertDelivery(
            self.connection, word, self._home.guilds, self._refused, SendPace(time.monotonic, asyncio.sleep)
        )

    async def run(
        self,
        features: Iterable[Feature],
        names: AccountNames,
        registry: Registry,
        *,
        places_changed: Callable[[], None],
        connected: Callable[[], Awaitable[None]],
    ) -> None:
        """Stay connected and answer until cancelled.

        Args:
            features: What is offered.
            names: Whether e-mails may be shown.
            registry: Remembers which commands were registered.
            places_changed: Called when a channel or a role changed.
            connected: Called once people's commands reach this program, and after each further connection.

        Raises:
            DiscordRefused: Discord said that connecting again is of no use.
        """
        dispatcher = Dispatcher(features, names)
        await self.connection.run(
            lambda: CapacityClient(
                self._home,
                dispatcher,
                registry,
                refused=self._refused,
                places_changed=places_changed,
                connected=connected,
                sleep=asyncio.sleep,
            )
        )

    async def show_presence(self, text: Callable[[], str | None]) -> None:
        """Show a text as the bot's status until cancelled, unless the settings switch it off.

        Args:
            text: Returns what to show; None for nothing.
        """
        if self._shows_presence:
            await PresenceUpdater(self.connection, self._home.guilds, text, sleep=asyncio.sleep).run()
