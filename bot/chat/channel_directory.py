"""A platform's channels and roles, as features see them."""

from typing import Protocol

from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.chat.wording.text_cleaning import clean

NAME_LENGTH = 30
"""Characters of a channel's name shown in a choice, which holds 100 in all."""


class ChannelDirectory(Protocol):
    """A platform's channels and roles, as they are now."""

    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        """Return what keeps alerts from arriving in a channel or pinging a role there, one sentence each.

        Args:
            channel: The channel.
            role: The role to be pinged, if any.
            guild: The guild that the channel must belong to; None for any that the bot serves.
        """
        ...

    def name(self, channel: int) -> str | None:
        """Return a channel's name without its #; None if the bot can't see it."""
        ...

    def is_elsewhere(self, channel: int, guild: int) -> bool:
        """Return whether a channel is known to belong to another guild."""
        ...

    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        """Return the chosen channel, or else the caller's own.

        Raises:
            BadInput: It is not in the caller's guild, or takes no messages.
        """
        ...

    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        """Return the chosen role; raises ``BadInput`` if it can't ping anyone."""
        ...

    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        """Return a message's URL; None if the platform has none."""
        ...


def channel_label(channels: ChannelDirectory, channel: int) -> str:
    """Return a channel's label in a choice: ``#alerts``, or ``unknown channel`` if the bot can't see it."""
    name = channels.name(channel)
    return "unknown channel" if name is None else f"#{clean(name, NAME_LENGTH)}"
