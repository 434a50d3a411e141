"""``/doctor``: how the bot is doing, for members who may manage the guild."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import NoOptions
from bot.chat.doctor.guild_findings import GuildFindings, guild_findings
from bot.chat.doctor.wording import SETTINGS, doctor_card, settings_card
from bot.chat.feature import Action, Caller, Command, Feature
from bot.chat.message import Button, Message
from bot.chat.mute.wording import muted_line
from bot.chat.text_spans import Line
from bot.chat.wording.account_names import AccountNames
from bot.health.doctor_findings import ChannelHealth, Diagnosis
from bot.platforms import Platform, platform_of
from bot.subscriptions.mute import MuteRegistry


class DoctorHandler:
    """Answers ``/doctor``.

    Args:
        examine: Finds out how the bot is doing.
        names: How accounts are named.
        mutes: All mutes.
        title: Returns the title of a provider or account.
        channels: Which channels are another guild's.
        search: Searches for providers at once; None if the settings name them.
    """

    def __init__(
        self,
        examine: Callable[[], Awaitable[Diagnosis]],
        names: AccountNames,
        mutes: MuteRegistry,
        title: Callable[[str | None, str | None], str],
        channels: ChannelDirectory,
        *,
        search: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._examine = examine
        self._names = names
        self._mutes = mutes
        self._title = title
        self._channels = channels
        self._search = search

    def feature(self) -> Feature:
        """Return the command, which is offered to members who may manage the guild, and its buttons."""
        command = Command(
            name="doctor",
            description="Is the bot well?",
            options=NoOptions,
            run=self.run,
            private=True,
        )
        actions = (
            Action(name="doctor:settings", run=self.press_settings, title=SETTINGS),
            Action(name="doctor:search", run=self.press_search, in_place=True),
        )
        return Feature(name="doctor", commands=(command,), actions=actions, for_managers=True)

    async def run(self, caller: Caller, _: NoOptions) -> Message:
        """Answer the command."""
        findings = await self._found(caller)
        diagnosis = findings.diagnosis
        card = doctor_card(
            findings,
            names=self._names,
            platform=platform_of(caller.guild),
            muted={one.id: self._muted(one.id, diagnosis.at) for one in diagnosis.channels},
            title=lambda name: self._title(name, None),
        )
        settings = Button(label=SETTINGS, action="doctor:settings")
        search = Button(label="Search for providers", action="doctor:search")
        return Message(cards=(card,), actions=(settings, search) if self._search else (settings,), private=True)

    async def press_settings(self, caller: Caller, _: Sequence[str]) -> Message:
        """Show settings and versions."""
        return Message(cards=(settings_card((await self._found(caller)).diagnosis),), private=True)

    async def press_search(self, caller: Caller, _: Sequence[str]) -> Message:
        """Search for providers, then answer again."""
        if self._search is not None:
            await self._search()
        return await self.run(caller, NoOptions())

    async def _found(self, caller: Caller) -> GuildFindings:
        return guild_findings(
            await self._examine(),
            platform_of(caller.guild),
            is_own=lambda one: not self._is_elsewhere(one, caller.guild),
            is_here=lambda channel: self._is_here(channel, caller.guild),
        )

    def _is_here(self, channel: int, guild: int) -> bool:
        """Return whether a channel is known to be a guild's; a Discord channel that is gone may be any guild's."""
        if platform_of(channel) is not platform_of(guild) or self._channels.is_elsewhere(channel, guild):
            return False
        return platform_of(guild) is not Platform.DISCORD or self._channels.name(channel) is not None

    def _is_elsewhere(self, alerts: ChannelHealth, guild: int) -> bool:
        if alerts.guild is not None:
            return alerts.guild != guild
        return platform_of(alerts.id) is not platform_of(guild) or self._channels.is_elsewhere(alerts.id, guild)

    def _muted(self, channel: int, now: datetime) -> tuple[Line, ...]:
        return tuple(
            muted_line(self._title(mute.provider, mute.account), mute.by, mute.until, now)
            for mute in self._mutes.in_channel(channel)
        )
