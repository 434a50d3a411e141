"""What features ask a platform about channels and roles."""

from typing import Protocol

from bot.chat.feature import Caller, ChannelChoice, RoleChoice
from bot.chat.wording.text import clean

NAME_LENGTH = 30
"""What is shown of a channel's name in a choice, which holds 100 characters in all."""


class ChannelDirectory(Protocol):
    """What a platform knows of channels and roles, as of now."""

    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        """Return what keeps alerts from arriving in a channel and from pinging a role there, a sentence each.

        Args:
            channel: The channel.
            role: The role that is to be pinged, if any.
            guild: The guild that the channel must belong to; None for any that the bot serves.
        """
        ...

    def name(self, channel: int) -> str | None:
        """Return a channel's name without its sign; None where it can't be seen."""
        ...

    def is_elsewhere(self, channel: int, guild: int) -> bool:
        """Return whether a channel is known to belong to another guild."""
        ...

    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        """Return the channel that was chosen, or else the caller's own.

        Raises:
            BadInput: It is not in the caller's guild, or takes no messages.
        """
        ...

    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        """Return the role that was chosen; raises ``BadInput`` where nobody could be pinged by it."""
        ...

    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        """Return the address that leads to a message; None where messages have none."""
        ...


def channel_label(channels: ChannelDirectory, channel: int) -> str:
    """Return what a channel is called in a choice: ``#alerts``, or ``channel 7`` where it can't be seen."""
    name = channels.name(channel)
    return f"channel {channel}" if name is None else f"#{clean(name, NAME_LENGTH)}"
