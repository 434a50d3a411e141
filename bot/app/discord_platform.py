"""Puts Discord together: one connection, and the parts that post through it and know its channels."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

import discord

from bot.alerts.alert import Alert
from bot.app.chat_platform import Answering
from bot.app.clock import now
from bot.app.leader_term import Part, out_of_groups
from bot.chat.background_tasks import BackgroundTasks
from bot.chat.discord.alert_delivery import AlertDelivery
from bot.chat.discord.channel_directory import DiscordChannels
from bot.chat.discord.discord_client import CapacityClient, Home
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.platform_health import DiscordHealth
from bot.chat.discord.presence import PresenceUpdater
from bot.chat.discord.request_limits import GlobalLimit, RefusedRequests
from bot.chat.discord.request_trace import request_trace
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.message import Message
from bot.health.event_observers import UNOBSERVED, Observers
from bot.platforms import Platform, platform_of
from bot.settings.schema import SimulatedSettings
from bot.storage.database import Store
from bot.subscriptions.paused_channels import resume_hourly, resume_mended

log = logging.getLogger(__name__)


class DiscordPlatform:
    """Posts alerts to Discord and answers commands there.

    Args:
        settings: The guilds and where Discord is.
        token: The bot's token.
        word: Returns an alert as a message.
        store: Stores which commands were registered.
        observers: Called with each answer of Discord.
        sleep: Waits for a number of seconds between two checks of paused channels.

    Attributes:
        channels: The channels and roles.
        delivery: Posts and edits.
        health: How the connection is doing.
    """

    def __init__(
        self,
        settings: SimulatedSettings,
        token: str,
        word: Callable[[Alert], Message],
        store: Store,
        observers: Observers = UNOBSERVED,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        if settings.discord_api_url is not None:
            discord.http.Route.BASE = settings.discord_api_url  # discord.py reads it for every request
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot uses no voice
        self._home = Home(
            guilds=ServedGuilds(settings.discord_guild_ids),
            alert_channel=settings.alert_channel_id,
            alert_role=settings.alert_role_id,
        )
        self._registry = store
        self._refused = RefusedRequests(time.monotonic, partial(observers.answered, Platform.DISCORD))
        self._limit = GlobalLimit(monotonic=time.monotonic, sleep=asyncio.sleep)
        self._connection = GatewayConnection(
            token,
            follow_gateway=settings.discord_api_url is not None,
            sleep=asyncio.sleep,
            monotonic=time.monotonic,
        )
        self.channels = DiscordChannels(self._connection.client, self._home.guilds)
        self.health = DiscordHealth(gateway=self._connection, channels=self.channels)
        self._shows_presence = settings.presence == "on"
        self.delivery = AlertDelivery(self._connection, word, self._home.guilds, self._refused, self._limit, now=now)

    async def run(self, answering: Answering) -> None:
        """Stay connected and answer, as ``ChatPlatform.run`` says; raises ``DiscordRefused``."""
        watches = answering.watches
        under_way = BackgroundTasks(log, "An interaction could not be answered; please report it.")
        with out_of_groups():
            async with asyncio.TaskGroup() as group:
                checking = group.create_task(resume_hourly(watches, self._missing, sleep=self._sleep))
                await self._connection.run(
                    lambda: CapacityClient(
                        self._home,
                        answering.dispatcher,
                        self._registry,
                        http_trace=request_trace(self._refused, self._limit),
                        places_changed=lambda: resume_mended(watches, self._missing),
                        connected=answering.connected,
                        sleep=asyncio.sleep,
                        answering=under_way,
                    ),
                    before_close=lambda: under_way.finish(answering.time_left()),
                )
                checking.cancel()

    def _missing(self, channel: int) -> tuple[str, ...] | None:
        return self.health.missing(channel, None) if platform_of(channel) is Platform.DISCORD else None

    def sending(self, glance: Callable[[], str | None]) -> tuple[Part, ...]:
        """Return what shows the glance as the bot's status until cancelled, unless the settings switch it off."""
        if not self._shows_presence:
            return ()
        return (PresenceUpdater(self._connection, self._home.guilds, glance, sleep=asyncio.sleep).run(),)
