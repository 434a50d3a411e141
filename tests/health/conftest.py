"""The loopback Discord that the client in this process is pointed at, and a port that nobody listens at."""

from tests.chat.discord.conftest import discord
from tests.whole.conftest import free_port

__all__ = ["discord", "free_port"]
