"""What a test reads of this Discord, and waits for; what it does to it is in `loopback`."""

from collections.abc import Callable
from typing import TypeVar

from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.messages import Messages
from tests.fakes.discord.records import Channel, Identify, Json, Message, Request
from tests.fakes.discord.server import BASE, HOST, SOCKET, Server
from tests.fakes.discord.snowflakes import Clock
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import World
from tests.fakes.feed import GIVE_UP_AFTER, Feed

T = TypeVar("T")


class Views:
    """Show what has happened."""

    def __init__(self, *, token: str, clock: Clock) -> None:
        self.terms = Terms(token=token)
        self.feed = Feed()
        self.world = World(clock=clock, publish=self._publish)
        self.gateway = Gateway(self.world, self.terms, self.feed)
        self.kept = Messages(self.world, self._publish)
        self.server = Server(self.world, self.terms, self.feed, self.gateway)
        self.guild = self.world.add_guild()
        self.channel = self.world.add_channel(self.guild)
        self.role = self.world.add_role(self.guild)
        self.member = self.world.add_member(self.guild, "robin", self.role)
        self._heard: dict[int, int] = {}

    @property
    def url(self) -> str:
        """Return the base of REST, `http://127.0.0.1:PORT/api/v10`."""
        return f"http://{HOST}:{self.server.port}{BASE}"

    @property
    def socket_url(self) -> str:
        """Return the address of the gateway."""
        return f"ws://{HOST}:{self.server.port}{SOCKET}"

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.terms.token

    @property
    def problems(self) -> list[str]:
        """List what a correct bot would not have done; a test asserts that it is empty."""
        return self.terms.problems

    @property
    def requests(self) -> list[Request]:
        """List every REST request, oldest first."""
        return self.server.requests

    @property
    def identifies(self) -> list[Identify]:
        """List every IDENTIFY, oldest first."""
        return self.gateway.identifies

    @property
    def invalid_requests(self) -> int:
        """Count the answers that bring a ban nearer: 401, 403, and 429 that are not shared.

        https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
        """
        return sum(each.status in {401, 403, 429} and each.scope != "shared" for each in self.requests)

    @property
    def nonce_window(self) -> float:
        """Return for how many seconds a nonce is remembered."""
        return self.terms.nonce_window

    @nonce_window.setter
    def nonce_window(self, seconds: float) -> None:
        self.terms.nonce_window = seconds

    @property
    def allow_followups(self) -> bool:
        """Return whether any follow-up is fine, not only a private one to a press whose message stays."""
        return self.terms.allow_followups

    @allow_followups.setter
    def allow_followups(self, allowed: bool) -> None:
        self.terms.allow_followups = allowed

    def answered(self, status: int) -> int:
        """Count the requests that were answered with this status."""
        return sum(each.status == status for each in self.requests)

    def messages(self, channel: Channel | int | None = None) -> list[Message]:
        """List what everybody sees in the channel, oldest first, replies to commands included."""
        return self.kept.of(self._id(channel))

    def ephemerals(self) -> list[Message]:
        """List what only one person sees, oldest first; of all."""
        return [each for each in self.kept.now.values() if each.ephemeral]

    def posts(self, channel: Channel | int | None = None) -> list[Message]:
        """List what the bot posted there of its own accord."""
        return [each for each in self.messages(channel) if each.interaction_id is None]

    async def next_message(self, channel: Channel | int | None = None, *, within: float = GIVE_UP_AFTER) -> Message:
        """Wait for the next post there that this has not given before; replies to commands do not count."""
        number = self._id(channel)

        def found() -> Message | None:
            newer = (each for each in self.posts(number) if each.id > self._heard.get(number, 0))
            return next(newer, None)

        message = await self.wait_for(found, within)
        if message is None:
            raise TimeoutError
        self._heard[number] = message.id
        return message

    async def wait_for(self, found: Callable[[], T], within: float = GIVE_UP_AFTER) -> T:
        """Return what `found` answers once that is true; it is asked after every change."""
        try:
            return await self.feed.wait_for(found, within)
        except TimeoutError as error:
            last = [f"{each.method} {each.path} {each.status}" for each in self.requests[-5:]]
            raise TimeoutError(f"{error}; problems: {self.problems}; last requests: {last}") from None

    async def connected(self, within: float = GIVE_UP_AFTER) -> None:
        """Wait until a bot is identified or resumed."""
        await self.wait_for(lambda: self.gateway.connected, within)

    def _publish(self, event: str, payload: Json) -> None:
        self.gateway.publish(event, payload)

    def _id(self, channel: Channel | int | None) -> int:
        return channel if isinstance(channel, int) else (channel or self.channel).id
