"""What every button and menu does, whatever it is for: only the team may press it, and what fails gets an apology."""

from abc import ABC, abstractmethod
from typing import Any

import discord

from bot.chat.discord.discord_client import CapacityClient


class Pressable(ABC):
    """Stands before ``discord.ui.DynamicItem`` among the bases of a button or menu, and takes what Discord brings."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only the team's guilds press."""
        client: CapacityClient = interaction.client
        return await client.admits(interaction)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what it is for, or apologise."""
        client: CapacityClient = interaction.client
        async with client.apologising(interaction):
            await self.press(client, interaction)

    @abstractmethod
    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Do what it is for."""
