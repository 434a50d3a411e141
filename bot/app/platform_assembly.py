"""Puts together the chat platforms that the settings name: Discord, Slack or both.

A platform is imported only if its tokens are set: a bot for one does not pay for the other. If one fails, such as by
refused tokens, the other goes on.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from typing_extensions import override

from bot.alerts.alert import Alert
from bot.app.chat_platform import Answering, ChatPlatform
from bot.app.leader_term import Part
from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.chat.message import Message
from bot.delivery.message_port import MessagePorts, ReportedPort
from bot.delivery.retry import Backoff
from bot.errors import CannotStart, LeadLost, PlatformRefused
from bot.health.event_observers import Observers
from bot.platforms import Platform, platform_of
from bot.settings.schema import SimulatedSettings
from bot.storage.database import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch

ANEW = Backoff(longest=timedelta(minutes=5))
"""Pause before a platform that failed in an unexpected way is started again."""

log = logging.getLogger(__name__)

MakePlatform: TypeAlias = Callable[
    [Callable[[Alert], Message], Store, Observers], AbstractAsyncContextManager[ChatPlatform]
]
"""Makes a platform, to be entered, from the function that words alerts, the database and the observers."""


def platforms_of(settings: SimulatedSettings) -> tuple[Platform, ...]:
    """Return the platforms whose tokens are set."""
    tokens = {Platform.DISCORD: settings.discord_token, Platform.SLACK: settings.slack_bot_token}
    return tuple(platform for platform, token in tokens.items() if token is not None)


def platform_makers(settings: SimulatedSettings) -> tuple[MakePlatform, ...]:
    """Import the platforms whose tokens are set, and return functions that make them."""
    makers: list[MakePlatform] = []
    if settings.discord_token is not None:
        from bot.app.discord_platform import DiscordPlatform  # noqa: PLC0415 - heavy: only for those who use Discord

        token = settings.discord_token.get_secret_value()
        makers.append(lambda *parts: nullcontext(DiscordPlatform(settings, token, *parts)))  # it closes its connection
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is not None and app is not None:
        from bot.app.slack_platform import slack_platform  # noqa: PLC0415 - heavy: only for those who use Slack

        makers.append(partial(slack_platform, settings, bot.get_secret_value(), app.get_secret_value()))
    return tuple(makers)


def own_watches(settings: SimulatedSettings) -> tuple[Watch, ...]:
    """Return the watches that the settings make, at most one on each platform.

    Also of a platform without tokens: its channel is told what it is owed once the bot starts with them again.
    """
    found: list[Watch] = []
    if (channel := settings.alert_channel_id) is not None:
        found.append(Watch(id=FROM_SETTINGS, guild=None, channel=channel, role=settings.alert_role_id))
    if settings.slack_alert_channel_id is not None:
        from bot.chat.slack.slack_ids import number_of  # noqa: PLC0415 - heavy: as Discord's above, for its users only

        found.append(Watch(id=FROM_SETTINGS, guild=None, channel=number_of(settings.slack_alert_channel_id)))
    return tuple(found)


class ChatPlatforms:
    """All chat platforms, as one.

    Args:
        platforms: The platforms; at least one.
        sleep: Waits for a number of seconds.
    """

    def __init__(
        self, platforms: Sequence[ChatPlatform], *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._sleep = sleep
        self._by_name = {one.health.platform: one for one in platforms}
        only = platforms[0].channels if len(platforms) == 1 else None
        self.channels = only or ChannelRouter({name: one.channels for name, one in self._by_name.items()})
        self.health = tuple(one.health for one in platforms)

    def ports(self, observers: Observers) -> MessagePorts:
        """Return the port of each platform, which reports every attempt."""
        return MessagePorts(
            {
                name: ReportedPort(one.delivery, posted=observers.delivered, edited=observers.edited)
                for name, one in self._by_name.items()
            }
        )

    async def run(self, answering: Answering) -> None:
        """Answer on every platform until cancelled; one that refuses the bot is left out, unless it is the last.

        If our own code for a platform fails, it starts again after a pause, while the others go on.

        ``answering.connected`` is called once people are answered on every platform that lets the bot in.

        Raises:
            PlatformRefused: No platform lets the bot in.
        """
        left, silent = set(self._by_name), set(self._by_name)

        async def connected(name: Platform) -> None:
            silent.discard(name)
            if not silent:
                await answering.connected()

        async def run_one(name: Platform, platform: ChatPlatform) -> None:
            try:
                await self._run_on(platform, replace(answering, connected=partial(connected, name)))
            except PlatformRefused as refusal:
                left.discard(name)
                if not left:
                    raise
                log.error("%s The bot goes on without %s until it is restarted.", refusal, name.brand)
                await connected(name)  # no program can answer there, so don't wait for it

        async with asyncio.TaskGroup() as group:
            for name, platform in self._by_name.items():
                group.create_task(run_one(name, platform))

    async def _run_on(self, platform: ChatPlatform, answering: Answering) -> None:
        """Run a platform, again after any failure other than a refusal."""
        for failures in itertools.count(1):
            try:
                return await platform.run(answering)
            except (CannotStart, LeadLost):
                raise
            except Exception:
                brand = platform.health.platform.brand
                log.exception("%s failed unexpectedly and connects again; please report it.", brand)
            await self._sleep(ANEW.pause(failures).total_seconds())
        raise AssertionError("unreachable: the count has no end")

    def sending(self, glance: Callable[[], str | None]) -> tuple[Part, ...]:
        """Return what is sent unasked on each platform, as ``ChatPlatform.sending`` does."""
        return tuple(part for platform in self._by_name.values() for part in platform.sending(glance))


class ChannelRouter(ChannelDirectory):
    """Asks the directory of the platform to which a channel or guild belongs.

    Args:
        directories: The directory of each platform that is set up.
    """

    def __init__(self, directories: Mapping[Platform, ChannelDirectory]) -> None:
        self._directories = directories

    @override
    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        platform = platform_of(channel)
        if guild is not None and platform_of(guild) is not platform:
            return (f"That channel is on {platform.brand}.",)
        directory = self._directories.get(platform)
        return (
            (f"{platform.brand} is not set up.",)
            if directory is None
            else directory.missing(channel, role=role, guild=guild)
        )

    @override
    def name(self, channel: int) -> str | None:
        directory = self._directories.get(platform_of(channel))
        return None if directory is None else directory.name(channel)

    @override
    def is_elsewhere(self, channel: int, guild: int) -> bool:
        directory = self._directories.get(platform_of(channel))
        return (
            directory is None
            or platform_of(guild) is not platform_of(channel)
            or directory.is_elsewhere(channel, guild)
        )

    @override
    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        return self._directories[platform_of(caller.guild)].choose_channel(caller, chosen)

    @override
    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        return self._directories[platform_of(caller.guild)].choose_role(caller, chosen)

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        directory = self._directories.get(platform_of(channel))
        return None if directory is None else directory.message_url(guild, channel, message)
