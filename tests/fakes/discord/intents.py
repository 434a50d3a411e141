"""What a session is told: READY, and which events its intents let through.

https://discord.com/developers/docs/events/gateway#gateway-intents
"""

from tests.fakes.discord import payloads
from tests.fakes.discord.records import Json
from tests.fakes.discord.world import World

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12


def heard(event: str, payload: Json, intents: int) -> bool:
    """Return whether an event belongs to the intents; INTERACTION_CREATE belongs to none and always comes."""
    if event.startswith(("GUILD_", "CHANNEL_")):
        return bool(intents & GUILDS)
    if event.startswith("MESSAGE_"):
        return bool(intents & (GUILD_MESSAGES if "guild_id" in payload else DIRECT_MESSAGES))
    return True


def ready(world: World, session_id: str, resume_url: str) -> Json:
    """Return the body of READY: the guilds come as unavailable, and one by one after it."""
    return {
        "v": 10,
        "user": {**payloads.user(world.bot), "verified": True, "mfa_enabled": False},
        "guilds": [{"id": str(each.id), "unavailable": True} for each in world.guilds.values() if each.has_bot],
        "session_id": session_id,
        "resume_gateway_url": resume_url,
        "session_type": "normal",
        "private_channels": [],
        "shard": [0, 1],
        "application": {"id": str(world.bot.id), "flags": 0},
        "_trace": [],
    }
