"""The least bot that answers a slash command, in a process of its own: what the real one is compared with.

Started as a file, so that it imports discord.py and nothing of ours. Its command takes what the real one takes.
"""

import logging
import os

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

# What the real one answers here, so that both send the same.
ANSWER = discord.Embed(
    title="MiniMax · 3 of 4 free",
    description=(
        "Use **200400** (2 free) · checked <t:1779105600:R>\n\n🟢 **200400** · 2 of 2 free\n"
        "🟢 **200300** · 1 of 2 free\n`3:57` storyboard-0"
    ),
    colour=0x3BA55D,
).set_footer(text="Slots are for videos; images and audio don't use one")
NOBODY = discord.AllowedMentions.none()


@app_commands.command()
async def capacity(interaction: discord.Interaction, provider: str) -> None:  # noqa: ARG001 - asked for as the real one's
    """Show what is free."""
    await interaction.response.send_message(embed=ANSWER, allowed_mentions=NOBODY)


class Minimal(discord.Client):
    """A client with one command in one guild."""

    def __init__(self, guild: int) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._guild = discord.Object(guild)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(capacity, guild=self._guild)

    @override
    async def setup_hook(self) -> None:
        await self.tree.sync(guild=self._guild)


if __name__ == "__main__":
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    Minimal(int(os.environ["DISCORD_GUILD_IDS"])).run(os.environ["DISCORD_TOKEN"], log_level=logging.WARNING)
