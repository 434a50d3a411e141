"""Channels and roles of several platforms: each question goes to the platform that its id is of."""

from collections.abc import Mapping

from typing_extensions import override

from bot.chat.channels import ChannelDirectory
from bot.chat.feature import Caller, ChannelChoice, RoleChoice
from bot.platforms.platform import Platform, platform_of


class ChannelRouter(ChannelDirectory):
    """Asks the directory of the platform that is meant.

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
