"""Discord's health for ``bot.health``: whether the gateway answers, and what is missing in a channel."""

from dataclasses import dataclass
from datetime import timedelta

from bot.chat.discord.channel_directory import DiscordChannels
from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.duplicate_instance import TWO_PROGRAMS
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.health.doctor_findings import ConnectionHealth
from bot.platforms import Platform

BETWEEN_HEARTBEATS = 40.0
"""Number of seconds, a little fewer than between two heartbeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordHealth:
    """Discord as a ``bot.health.doctor_examiner.PlatformHealth``."""

    gateway: GatewayConnection
    channels: DiscordChannels

    platform = Platform.DISCORD

    def connection(self) -> ConnectionHealth:
        """Return whether the gateway is ready, its heartbeat latency, and whether another program answers, too."""
        client = self.gateway.ready_client()
        latency = None if client is None else read_latency(client.latency)
        known = self.gateway.client()
        is_second = isinstance(known, CapacityClient) and known.duplicate_instance.is_there()
        troubles = (TWO_PROGRAMS,) if is_second else ()
        return ConnectionHealth(platform=self.platform, alive=client is not None, latency=latency, troubles=troubles)

    def missing(self, channel: int, role: int | None) -> tuple[str, ...] | None:
        """Return what keeps alerts from arriving in a channel and pinging a role; None while not connected."""
        return self.channels.missing(channel, role=role) if self.gateway.is_alive() else None


def read_latency(seconds: float) -> timedelta | None:
    """Return how long Discord took to acknowledge a heartbeat by discord.py's account; None if unknown.

    It is infinite until there was one. discord.py notes when it has sent a heartbeat after that, so an acknowledgement
    that is faster counts from the heartbeat before.
    """
    return timedelta(seconds=seconds) if seconds < BETWEEN_HEARTBEATS else None
