"""A platform's channels and roles, as a test says they are."""

from dataclasses import dataclass, field

from typing_extensions import override

from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.errors import BadInput

NO_CHANNEL = "The bot sees no such channel; unless it is a closed thread, nothing can be posted there."
NO_ROLE = "The server has no such role; nobody is pinged."


@dataclass
class KnownChannels(ChannelDirectory):
    """Channels and roles, by their ids.

    Attributes:
        names: The names of the channels that can be seen.
        guilds: The guilds of channels that are not in guild 5.
        lacking: What is missing in a channel.
        roles: The roles that can be pinged in guild 5.
    """

    names: dict[int, str] = field(default_factory=lambda: {7: "general", 8: "alerts"})
    guilds: dict[int, int] = field(default_factory=dict)
    lacking: dict[int, tuple[str, ...]] = field(default_factory=dict)
    roles: set[int] = field(default_factory=lambda: {9})

    @override
    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        if channel not in self.names:
            return (NO_CHANNEL,)
        if guild not in {None, self.guilds.get(channel, 5)}:
            return ("The channel is in another server.",)
        return self.lacking.get(channel, ()) + (() if role is None or role in self.roles else (NO_ROLE,))

    @override
    def name(self, channel: int) -> str | None:
        return self.names.get(channel)

    @override
    def is_elsewhere(self, channel: int, guild: int) -> bool:
        return channel in self.names and self.guilds.get(channel, 5) != guild

    @override
    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        channel = caller.channel if chosen is None else chosen.id
        if channel not in self.names or self.is_elsewhere(channel, caller.guild):
            raise BadInput("That channel is gone.")
        return channel

    @override
    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        if chosen.id not in self.roles:
            raise BadInput("That role is gone.")
        return chosen.id

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        return None
