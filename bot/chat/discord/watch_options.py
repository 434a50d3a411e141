"""What people may put into the options of ``/watch``, and what is taken of it: channels and roles of their own server.

Discord's picker offers no others, but a channel can be deleted, and a role as well, while somebody still types.
"""

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from typing_extensions import override

from bot.chat.discord.channel_permissions import WRITABLE
from bot.errors import BadInput

ALLOWED = "Choose a text, announcement, voice or stage channel, or a thread, of this server."


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A channel that somebody chose; ``parent`` is that of a thread."""

    id: int
    parent: int | None = None


class _ChannelOption(app_commands.Transformer):
    """Takes any channel that can hold messages, also one that the bot can't see."""

    @property
    @override
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    @override
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        threads = [kinds.news_thread, kinds.public_thread, kinds.private_thread]
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, *threads]

    @override
    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Picked:
        return Picked(id=value.id, parent=getattr(value, "parent_id", None))


ChannelOption = app_commands.Transform[Picked, _ChannelOption]


def channel_of(interaction: discord.Interaction[Any], picked: Picked | None) -> int:
    """Give the channel that was chosen, or else the one where the command was used.

    Raises:
        BadInput: It is not in this server, or takes no messages.
    """
    if picked is None:
        picked = Picked(id=interaction.channel_id or 0, parent=getattr(interaction.channel, "parent_id", None))
    channel = interaction.client.get_channel(picked.id)
    if channel is None:
        parent = interaction.client.get_channel(picked.parent or 0)  # of a thread that is closed or private
        if getattr(parent, "guild", None) != interaction.guild or parent is None:
            raise BadInput(f"That channel is gone. {ALLOWED}")
    elif not isinstance(channel, WRITABLE):
        raise BadInput(f"Alerts can't go to that channel. {ALLOWED}")
    elif channel.guild.id != interaction.guild_id:
        raise BadInput(f"That channel is in another server. {ALLOWED}")
    return picked.id


def role_of(interaction: discord.Interaction[Any], role: discord.abc.Snowflake) -> int:
    """Give the role that was chosen; raises ``BadInput`` where it can't be pinged by anybody."""
    if role.id == interaction.guild_id:
        raise BadInput("Everyone is never pinged. Choose a role that people have, or leave it out.")
    if interaction.guild is None or interaction.guild.get_role(role.id) is None:
        raise BadInput("That role is gone, or of another server. Choose one of this server, or leave it out.")
    return role.id
