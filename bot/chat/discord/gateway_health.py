"""What ``bot.health`` asks of Discord: whether the gateway answers, and what the bot may not do in a channel."""

import math
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.discord.channel_permissions import missing_there
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.served_guilds import ServedGuilds


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayHealth:
    """Discord as a ``bot.health.health_examiner.Gateway``.

    Attributes:
        connection: The connection.
        guilds: The guilds that the bot serves.
    """

    connection: GatewayConnection
    guilds: ServedGuilds

    def is_alive(self) -> bool:
        """Return whether the gateway is connected and ready."""
        return self.connection.is_alive()

    def latency(self) -> timedelta | None:
        """Return the time between the last heartbeat and its acknowledgement; None before the first."""
        client = self.connection.ready_client()
        # discord.py says infinite where nothing was acknowledged yet.
        return None if client is None or not math.isfinite(client.latency) else timedelta(seconds=client.latency)

    def missing(self, channel: int, role: int | None) -> tuple[str, ...] | None:
        """Return what keeps alerts from arriving in a channel and pinging a role; None while not connected."""
        client = self.connection.ready_client()
        return None if client is None else missing_there(client, channel, role, self.guilds.ids)
