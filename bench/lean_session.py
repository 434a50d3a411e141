"""The gateway of the lean Discord: what one connection hears and says."""

import json
from collections.abc import Callable

from bench.lean_socket import Socket
from tests.fakes.discord import Discord
from tests.fakes.discord.intents import ready
from tests.fakes.discord.sessions import ACK, HEARTBEAT, HELLO, IDENTIFY, INVALID_SESSION, RESUME

HEARTBEAT_MS = 41_250


class LeanSession:
    """One connection to the gateway.

    Args:
        socket: Where it is spoken.
        discord: Who the bot is, and in which guilds.
        changed: Called with this connection once the bot is identified, and with None once nobody listens any more.
    """

    def __init__(self, socket: Socket, discord: Discord, changed: "Callable[[LeanSession | None], None]") -> None:
        self.socket = socket
        self._discord = discord
        self._changed = changed
        self._sequence = 0
        self._say(HELLO, {"heartbeat_interval": HEARTBEAT_MS})

    def packed(self, name: str, payload: bytes) -> bytes:
        """Return an event as a frame; they must be sent in the order in which they were packed."""
        self._sequence += 1
        return self.socket.packed(b'{"op":0,"t":"%s","s":%d,"d":%s}' % (name.encode(), self._sequence, payload))

    def heard(self, text: bytes) -> None:
        """Take a message."""
        match json.loads(text)["op"]:
            case code if code == HEARTBEAT:
                self._say(ACK, None)
            case code if code == RESUME:
                self._say(INVALID_SESSION, said=False)
            case code if code == IDENTIFY:
                world = self._discord.world
                first = ready(world, "session", self._discord.socket_url)
                created = [{**world.guild_create(guild), "unavailable": False} for guild in world.guilds]
                for name, payload in (("READY", first), *(("GUILD_CREATE", one) for one in created)):
                    self.socket.write(self.packed(name, json.dumps(payload).encode()))
                self._changed(self)

    def closed(self) -> None:
        """Note that nobody listens any more."""
        self._changed(None)

    def _say(self, code: int, said: object) -> None:
        self.socket.write(self.socket.packed(json.dumps({"op": code, "d": said, "s": None, "t": None}).encode()))
