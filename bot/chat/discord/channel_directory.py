"""Discord's channels and roles, from the client's cache."""

from collections.abc import Callable

import discord
from typing_extensions import override

from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.discord.invite_and_permissions import Writable, missing_for_alerts
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.feature import Caller
from bot.errors import BadInput

ALLOWED = "Choose a text, announcement, voice or stage channel, or a thread, of this server."


class DiscordChannels(ChannelDirectory):
    """Answers from the client's cache."""

    def __init__(self, client: Callable[[], discord.Client | None], guilds: ServedGuilds) -> None:
        self._client = client
        self._guilds = guilds

    @override
    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        client = self._client()
        home = self._guilds.ids if guild is None else frozenset({guild})
        return () if client is None else missing_for_alerts(client, channel, role, home)

    @override
    def name(self, channel: int) -> str | None:
        name = getattr(self._channel(channel), "name", None)
        return None if name is None else str(name)

    @override
    def is_elsewhere(self, channel: int, guild: int) -> bool:
        found = self._channel(channel)
        return found is not None and getattr(getattr(found, "guild", None), "id", None) != guild

    @override
    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        picked = chosen or ChannelChoice(id=caller.channel, parent=caller.parent)
        channel = self._channel(picked.id)
        if channel is None:
            parent = self._channel(picked.parent or 0)  # of a thread that is closed or private
            if parent is None or getattr(getattr(parent, "guild", None), "id", None) != caller.guild:
                raise BadInput(f"That channel is gone. {ALLOWED}", option="channel")
        elif not isinstance(channel, Writable):
            raise BadInput(f"Alerts can't go to that channel. {ALLOWED}", option="channel")
        elif channel.guild.id != caller.guild:
            raise BadInput(f"That channel is in another server. {ALLOWED}", option="channel")
        return picked.id

    @override
    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        if chosen.id == caller.guild:
            raise BadInput("Everyone is never pinged. Choose a role that people have, or leave it out.", option="role")
        client = self._client()
        guild = None if client is None else client.get_guild(caller.guild)
        if guild is None or guild.get_role(chosen.id) is None:
            raise BadInput(
                "That role is gone, or of another server. Choose one of this server, or leave it out.", option="role"
            )
        return chosen.id

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        return f"https://discord.com/channels/{guild}/{channel}/{message}"

    def _channel(self, channel: int) -> object:
        client = self._client()
        return None if client is None else client.get_channel(channel)
