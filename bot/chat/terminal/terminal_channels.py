"""The terminal's one channel and one role."""

from typing_extensions import override

from bot.chat.channels import ChannelDirectory
from bot.chat.feature import Caller, ChannelChoice, RoleChoice
from bot.chat.option_values import References
from bot.chat.terminal.message_renderer import CHANNEL


class TerminalReferences(References):
    """Takes any word for the one channel or the one role."""

    @override
    def channel(self, word: str) -> ChannelChoice | None:
        return ChannelChoice(id=1) if word else None

    @override
    def role(self, word: str) -> RoleChoice | None:
        return RoleChoice(id=1) if word else None


class TerminalChannels(ChannelDirectory):
    """Knows one channel, in which nothing is missing."""

    @override
    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        return ()

    @override
    def name(self, channel: int) -> str | None:
        return CHANNEL.removeprefix("#")

    @override
    def is_elsewhere(self, channel: int, guild: int) -> bool:
        return False

    @override
    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        return caller.channel

    @override
    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        return chosen.id

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        return None
