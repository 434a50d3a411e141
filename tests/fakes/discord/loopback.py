"""The whole Discord in one object: what a test holds in its hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from tests.fakes.discord.channels import Channels
from tests.fakes.discord.commands import Command, Commands
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.modals import Entered
from tests.fakes.discord.options import Value
from tests.fakes.discord.people import Office, People
from tests.fakes.discord.places import Places
from tests.fakes.discord.records import Channel, Guild, Member, Message, User
from tests.fakes.discord.replies import Choice, Reply
from tests.fakes.discord.seats import option, seat
from tests.fakes.discord.snowflakes import Clock
from tests.fakes.discord.terms import DEFAULT_TOKEN
from tests.fakes.discord.views import Views
from tests.fakes.discord.world import now


class Discord(Views):
    """Serve a Discord on loopback while entered: `async with Discord() as discord: …`.

    One guild with a text channel, a role and a member is there from the start (`guild`, `channel`, `role`, `member`).
    """

    def __init__(self, *, token: str = DEFAULT_TOKEN, clock: Clock = now) -> None:
        super().__init__(token=token, clock=clock)
        self.faults = self.server.faults
        self.limits = self.server.limits
        self._commands = Commands(self.world, self.terms)
        interactions = Interactions(self.world, self.kept, self.terms, self.feed)
        channels = Channels(self.world, self.kept, self.terms)
        places = Places(self.world, self.gateway, lambda: self.socket_url)
        self.server.routes = (*channels.routes, *self._commands.routes, *interactions.routes, *places.routes)
        self._people = People(
            Office(
                world=self.world,
                commands=self._commands,
                messages=self.kept,
                interactions=interactions,
                terms=self.terms,
                feed=self.feed,
                publish=self._publish,
            )
        )

    async def __aenter__(self) -> Self:
        await self.server.start()
        self.gateway.resume_url = self.socket_url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.server.stop()

    def commands(self, guild: Guild | None = None) -> list[Command]:
        """List the commands registered in the guild, or the global ones."""
        return self._commands.of(guild.id if guild else None)

    def command_creates(self, guild: Guild | None = None) -> int:
        """Count the creates of a guild, or the global ones, as Discord counts them to 200 a day."""
        return self._commands.creates[guild.id if guild else None]

    def command_syncs(self, guild: Guild | None = None) -> int:
        """Count the bulk overwrites of a guild, or the global ones."""
        return self._commands.syncs[guild.id if guild else None]

    def empty_commands(self, guild: Guild) -> None:
        """Delete a guild's commands, as Discord does where the bot is removed, and as anyone with the token can."""
        self._commands.empty(guild.id)

    async def use(
        self,
        command: str,
        values: Mapping[str, Value] | None = None,
        *,
        member: Member | User | None = None,
        channel: Channel | Guild | None = None,
        anywhere: bool = False,
        promise: bool = False,
    ) -> Reply:
        """Use a slash command (`"watch add"`) and wait for the answer, or for the `promise` of one; see `People.use`.

        A guild as `channel` is its first one; `anywhere` sends it from where it is not registered, too.
        """
        sitting = seat(self.world, member or self.member, channel or self.channel)
        return await self._people.use(command, values or {}, sitting, anywhere=anywhere, promise=promise)

    async def ask(self, name: str, about: Message, *, member: Member | User | None = None) -> Reply:
        """Choose a message command in a message's menu, and wait for the first response; see `People.ask`."""
        sitting = seat(self.world, member or self.member, self.world.channels[about.channel_id])
        return await self._people.ask(name, about, sitting)

    async def autocomplete(
        self,
        command: str,
        values: Mapping[str, Value] | None = None,
        *,
        focused: str,
        value: str = "",
        member: Member | None = None,
    ) -> list[Choice]:
        """Type `value` into the focused option and give what the bot offers."""
        sitting = seat(self.world, member or self.member, self.channel)
        return await self._people.autocomplete(command, {**(values or {}), focused: value}, focused, sitting)

    async def press(
        self,
        message: Message | Reply,
        *,
        custom_id: str | None = None,
        label: str | None = None,
        values: Sequence[str] = (),
        member: Member | User | None = None,
        promise: bool = False,
    ) -> Reply:
        """Press a button by its id or label, or pick values from a menu; see `People.press`."""
        shown = message.message if isinstance(message, Reply) else message
        named = {"custom_id": custom_id, "label": label}
        which = {key: text for key, text in named.items() if text is not None}
        sitting = seat(self.world, member or self.member, self.world.channels[shown.channel_id])
        return await self._people.press(shown, which, values, sitting, promise=promise)

    async def fill_in(
        self, asked: Reply, entered: str | Mapping[str, Entered], *, member: Member | User | None = None
    ) -> Reply:
        """Fill in the modal that a press was answered with; see `People.fill_in`."""
        sitting = seat(self.world, member or self.member, self.world.channels[asked.interaction.channel_id])
        return await self._people.fill_in(asked, entered, sitting)

    async def choose(self, message: Message | Reply, label: str, *, member: Member | User | None = None) -> Reply:
        """Choose the option that reads so in a string select of the message, as it is shown now; see `People.press`."""
        shown = message.message if isinstance(message, Reply) else self.kept.now.get(message.id, message)
        custom_id, value = option(shown, label)
        return await self.press(shown, custom_id=custom_id, values=[value], member=member)

    async def down(self) -> None:
        """Go away: connections are refused and those there are cut."""
        await self.server.down()

    async def up(self) -> None:
        """Come back on the same port."""
        await self.server.up()

    def delete(self, message: Message | int) -> None:
        """Delete a message, as a moderator does."""
        self.kept.remove(message)

    def edited(self, message: Message | int) -> tuple[datetime, ...]:
        """Return when each edit of a message came that was kept, oldest first; deleted messages included."""
        return self.kept.edited(message if isinstance(message, int) else message.id)
