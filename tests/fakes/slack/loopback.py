"""The whole Slack in one object: what a test holds in its hand."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self, TypeVar

from tests.fakes.feed import GIVE_UP_AFTER, Feed
from tests.fakes.slack.acked import Acked
from tests.fakes.slack.chat_methods import ChatMethods
from tests.fakes.slack.conversation_methods import ConversationMethods
from tests.fakes.slack.directory_methods import DirectoryMethods
from tests.fakes.slack.file_methods import FileMethods
from tests.fakes.slack.form_state import Entered
from tests.fakes.slack.interactions import Interactions
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.messages import Draft, Messages
from tests.fakes.slack.people import Office, People
from tests.fakes.slack.rate_limits import RateLimits
from tests.fakes.slack.records import Ack, Channel, File, Json, Member, Message, Origin, Request, View
from tests.fakes.slack.server import API, HOST, LINK, RESPONSE, UPLOAD, Server
from tests.fakes.slack.socket_mode import Sockets
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.view_methods import ViewMethods
from tests.fakes.slack.views import Views
from tests.fakes.slack.world import Clock, World, id_of, now

T = TypeVar("T")


class SlackWorkspace:
    """Serve a Slack on loopback while entered: `async with SlackWorkspace() as slack: …`.

    A channel, which the bot is in, a member, an admin and a user group are there from the start (`channel`, `member`,
    `admin`, `group`). `world` changes who and what is there, `terms` the rules, `faults` and `sockets` what goes wrong.
    """

    def __init__(self, *, clock: Clock = now) -> None:
        self.terms = Terms()
        self.feed = Feed()
        self.world = World(clock=clock, publish=self._publish)
        self.sockets = Sockets(self.world, self.terms, self.feed)
        self.server = Server(self.world, self.terms, self.feed)
        self.faults = self.server.faults
        self.limits = RateLimits(self.world.clock)
        self.server.admit = self.limits.take
        checks = Checks(self.terms, lambda file_id: self._files.ready(file_id))  # noqa: PLW0108 - the files are made below
        self.kept = Messages(self.world, self.terms, self.feed)
        self.views = Views(self.world, checks, self.feed)
        self.interactions = Interactions(self.world, self.kept, self.views, checks, self.terms, self.feed)
        self.chat = ChatMethods(self.world, self.kept, checks, self.terms)
        self._files = FileMethods(
            self.world, self.kept, checks, self.terms, self.feed, lambda name: self._at(UPLOAD) + name
        )
        self._directory = DirectoryMethods(self.world, self.kept, self.terms)
        conversations = ConversationMethods(self.world, self.kept, self.terms)
        views = ViewMethods(self.world, self.views, self.interactions)
        families = (self.chat, conversations, self._directory, views, self._files)
        self.server.serve([*(each for family in families for each in family.methods), self.sockets.method])
        self.server.respond, self.server.upload = self.interactions.respond, self._files.upload
        self.member = self.world.add_member("robin")
        self.admin = self.world.add_member("alex", is_admin=True)
        self.channel = self.world.add_channel("general", self.member, self.admin)
        self.group = self.world.add_group("makers", self.member)
        self._heard: dict[str, str] = {}
        self._people = People(
            Office(
                world=self.world,
                messages=self.kept,
                views=self.views,
                interactions=self.interactions,
                sockets=self.sockets,
                terms=self.terms,
                feed=self.feed,
                response_url=lambda token: self._at(RESPONSE) + token,
            )
        )

    async def __aenter__(self) -> Self:
        await self.server.start(self.sockets.serve)
        self.sockets.address = f"ws://{HOST}:{self.server.port}{LINK}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.sockets.stop()
        await self.server.stop()

    def _at(self, path: str) -> str:
        return f"http://{HOST}:{self.server.port}{path}"

    def _publish(self, event: Json) -> None:
        self.sockets.publish(event)

    @property
    def url(self) -> str:
        """Return the base of the Web API, `http://127.0.0.1:PORT/api/`."""
        return self._at(API)

    @property
    def bot_token(self) -> str:
        """Return the bot's token, `xoxb-…`."""
        return self.terms.bot_token

    @property
    def app_token(self) -> str:
        """Return the app's token, `xapp-…`."""
        return self.terms.app_token

    @property
    def problems(self) -> list[str]:
        """List what a correct bot would not have done; a test asserts that it is empty."""
        return self.terms.problems

    @property
    def requests(self) -> list[Request]:
        """List every call of the Web API and of `response_url`s, oldest first."""
        return self.server.requests

    @property
    def acks(self) -> list[Ack]:
        """List every acknowledgement, oldest first."""
        return self.sockets.acks

    @property
    def files(self) -> Mapping[str, File]:
        """Return the files by their ids."""
        return self._files.every

    @property
    def pinned(self) -> list[tuple[str, str]]:
        """List the messages that were pinned, as channel and `ts`."""
        return self._directory.pinned

    def calls(self, method: str) -> list[Request]:
        """List the calls of a method."""
        return [each for each in self.requests if each.method == method]

    def messages(self, channel: Channel | str | None = None) -> list[Message]:
        """List what everybody sees in the channel, oldest first, answers to commands included."""
        return [each for each in self.kept.of(id_of(channel or self.channel)) if not each.ephemeral]

    def ephemerals(self, member: Member | None = None) -> list[Message]:
        """List what only one person sees, oldest first; of all where none is named."""
        who = member.id if member else None
        return [each for each in self.kept.of() if each.ephemeral and who in {None, each.seen_by}]

    def posts(self, channel: Channel | str | None = None) -> list[Message]:
        """List what the bot posted there of its own accord, by the Web API."""
        return [each for each in self.messages(channel) if each.origin is Origin.API]

    async def next_message(self, channel: Channel | str | None = None, *, within: float = GIVE_UP_AFTER) -> Message:
        """Wait for the next post there that this has not given before; answers to commands do not count."""
        place = id_of(channel or self.channel)
        last = self._heard.get(place, "")

        def newer() -> list[Message]:
            return [each for each in self.posts(place) if (len(each.ts), each.ts) > (len(last), last)]

        found = (await self.wait_for(newer, within))[0]
        self._heard[place] = found.ts
        return found

    def now(self, message: Message) -> Message:
        """Return a message as it is now."""
        return self.kept.find(message.channel, message.ts)

    def edited(self, message: Message) -> tuple[datetime, ...]:
        """Return when each edit of a message came, oldest first."""
        return self.kept.edited(message)

    def home(self, member: Member | None = None) -> View | None:
        """Return somebody's Home tab."""
        return self.views.home((member or self.member).id)

    async def wait_for(self, found: Callable[[], T], within: float = GIVE_UP_AFTER) -> T:
        """Return what `found` answers once that is true; it is asked after every change."""
        try:
            return await self.feed.wait_for(found, within)
        except TimeoutError as error:
            last = [f"{each.method} {each.status} {each.error or ''}" for each in self.requests[-5:]]
            raise TimeoutError(f"{error}; problems: {self.problems}; last calls: {last}") from None

    async def connected(self, within: float = GIVE_UP_AFTER) -> None:
        """Wait until a socket is open."""
        await self.wait_for(lambda: self.sockets.connected, within)

    async def slash(self, member: Member, channel: Channel, text: str = "", *, command: str = "/capacity") -> Acked:
        """Type `/capacity text`, and wait for the acknowledgement; see `People.slash`."""
        return await self._people.slash(member, channel, text, command)

    async def press(self, shown: Message | View, action_id: str, *, user: Member | None = None) -> Acked:
        """Press a button by its `action_id`; see `People.press`."""
        return await self._people.press(shown, action_id, self._reader(shown, user))

    async def choose(
        self, shown: Message | View, action_id: str, value: Entered, *, user: Member | None = None
    ) -> Acked:
        """Pick an option by its value or text, or an id, a date, a conversation; see `People.press`."""
        return await self._people.press(shown, action_id, self._reader(shown, user), value)

    async def suggest(
        self, shown: Message | View, action_id: str, query: str = "", *, user: Member | None = None
    ) -> Acked:
        """Type into a menu whose options come from the app; see `People.suggest`."""
        return await self._people.suggest(shown, action_id, query, self._reader(shown, user))

    async def submit(
        self, view: View, values: Mapping[str, Entered] | None = None, *, user: Member | None = None
    ) -> Acked:
        """Fill in a modal by `action_id` or `block_id`, and submit it; see `People.submit`."""
        return await self._people.submit(view, values or {}, self._reader(view, user))

    async def shortcut(self, message: Message, callback_id: str = "why", *, user: Member | None = None) -> Acked:
        """Choose a shortcut in the menu of a message."""
        return await self._people.shortcut(message, callback_id, user or self.member)

    async def open_home(self, member: Member | None = None, *, within: float = GIVE_UP_AFTER) -> View:
        """Open the app's Home tab, and wait until it is shown anew."""
        who = member or self.member
        was = self.home(who)
        home = {"view": {"id": was.id}} if was else {}
        self._publish(
            {"type": "app_home_opened", "user": who.id, "channel": self.world.direct(who).id, "tab": "home", **home}
        )

        def renewed() -> View | None:
            found = self.home(who)
            return found if found and (was is None or found.updates > was.updates) else None

        found = await self.wait_for(renewed, within)
        if found is None:
            raise TimeoutError
        return found

    def say(self, text: str, channel: Channel | str | None = None, *, member: Member | None = None) -> Message:
        """Write a message as a person."""
        draft = Draft(channel=id_of(channel or self.channel), origin=Origin.PERSON, text=text)
        return self.kept.add(draft, (member or self.member).id)

    def delete(self, message: Message) -> None:
        """Delete a message, as an admin does."""
        self.kept.remove(message)

    def skip(self, time: timedelta) -> None:
        """Put this Slack's clock ahead."""
        self.world.ahead += time

    async def down(self) -> None:
        """Go away: connections are refused and those there are cut."""
        await self.server.down()

    async def up(self) -> None:
        """Come back on the same port."""
        await self.server.up()

    def _reader(self, shown: Message | View, user: Member | None) -> Member:
        """Return who does it: the one who is named, else the only one who can, else `member`."""
        if user is not None:
            return user
        only = shown.user if isinstance(shown, View) else shown.seen_by
        return self.world.members[only] if only else self.member
