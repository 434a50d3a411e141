"""The loopback Discord that the client in this process is pointed at."""

from tests.chat.discord.conftest import discord

__all__ = ["discord"]
