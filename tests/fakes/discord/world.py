"""The state: guilds, channels, roles, members; a change is told to the gateway and wakes who waits.

Messages have a file of their own (`messages`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.fakes.discord import payloads
from tests.fakes.discord.permissions import EVERYONE_HAS, Permission, permissions
from tests.fakes.discord.records import Channel, ChannelType, Guild, Json, Member, Overwrite, Role, User
from tests.fakes.discord.refusals import forbidden, missing
from tests.fakes.discord.snowflakes import Clock, Snowflakes

Publish = Callable[[str, Json], None]
BEFORE = timedelta(days=400)


def now() -> datetime:
    """Read the clock of the wall."""
    return datetime.now(UTC)


class World:
    """Hold what is where; every record is replaced, never changed, so keep ids and look again."""

    def __init__(self, *, clock: Clock, publish: Publish) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self._publish = publish
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.roles: dict[int, Role] = {}
        self.users: dict[int, User] = {}
        self.members: dict[tuple[int, int], Member] = {}
        self.closed_to_bot: set[int] = set()
        self.bot = self.add_user("capacity-bot", bot=True)

    def add_user(self, name: str = "robin", *, bot: bool = False, locale: str = "en-US") -> User:
        """Register a person, who is in no guild yet."""
        made = User(id=self._old_id(), name=name, bot=bot, locale=locale)
        self.users[made.id] = made
        return made

    def add_guild(self, name: str = "Studio", *, has_bot: bool = True, bot_may: int = 0) -> Guild:
        """Found a guild with @everyone, an owner and, unless told otherwise, the bot with a role of its own."""
        owner = self.add_user(f"owner of {name}")
        made = Guild(id=self._old_id(), name=name, owner_id=owner.id, has_bot=has_bot)
        self.guilds[made.id] = made
        everyone = Role(id=made.id, guild_id=made.id, name="@everyone", permissions=EVERYONE_HAS)
        own = Role(id=self._old_id(), guild_id=made.id, name=self.bot.name, permissions=bot_may, bot_id=self.bot.id)
        self.roles |= {each.id: each for each in (everyone, own)}
        self.members[made.id, owner.id] = Member(guild_id=made.id, user=owner)
        self.members[made.id, self.bot.id] = Member(guild_id=made.id, user=self.bot, role_ids=(own.id,))
        if has_bot:
            self._publish("GUILD_CREATE", self.guild_create(made.id))
        return made

    def add_channel(self, guild: Guild, name: str = "general") -> Channel:
        """Open a text channel."""
        made = Channel(id=self._old_id(), guild_id=guild.id, name=name)
        return self._keep_channel(made, "CHANNEL_CREATE")

    def add_role(self, guild: Guild, name: str = "makers", *, may: int = 0, mentionable: bool = True) -> Role:
        """Make a role, which nobody has yet."""
        made = Role(id=self._old_id(), guild_id=guild.id, name=name, permissions=may, mentionable=mentionable)
        return self._keep_role(made, "GUILD_ROLE_CREATE")

    def add_member(self, guild: Guild, name: str = "robin", *roles: Role, locale: str = "en-US") -> Member:
        """Add a person, with these roles."""
        person = self.add_user(name, locale=locale)
        made = Member(guild_id=guild.id, user=person, role_ids=tuple(each.id for each in roles))
        self.members[guild.id, person.id] = made
        return made

    def deny(self, channel: Channel | int, *what: Permission, to: int | None = None) -> None:
        """Deny permissions in the channel to a role or user id, to the bot unless told otherwise."""
        self._overwrite(channel, to, deny=sum(what))

    def allow(self, channel: Channel | int, *what: Permission, to: int | None = None) -> None:
        """Allow permissions in the channel to a role or user id, to the bot unless told otherwise."""
        self._overwrite(channel, to, allow=sum(what))

    def delete_channel(self, channel: Channel | int) -> None:
        """Delete the channel."""
        gone = self.channels.pop(_id(channel))
        self._publish("CHANNEL_DELETE", self.channel(gone))

    def change_role(self, role: Role | int, *, may: int | None = None, mentionable: bool | None = None) -> Role:
        """Change a role's permissions, or whether it is mentionable."""
        was = self.roles[_id(role)]
        kept = was.mentionable if mentionable is None else mentionable
        changed = replace(was, permissions=was.permissions if may is None else may, mentionable=kept)
        return self._keep_role(changed, "GUILD_ROLE_UPDATE")

    def delete_role(self, role: Role | int) -> None:
        """Delete the role."""
        gone = self.roles.pop(_id(role))
        self._publish("GUILD_ROLE_DELETE", {"guild_id": str(gone.guild_id), "role_id": str(gone.id)})

    def remove_bot(self, guild: Guild) -> None:
        """Throw the bot out of the guild."""
        self.guilds[guild.id] = replace(self.guilds[guild.id], has_bot=False)
        self._publish("GUILD_DELETE", {"id": str(guild.id)})

    def add_bot(self, guild: Guild) -> None:
        """Invite the bot (again)."""
        self.guilds[guild.id] = replace(self.guilds[guild.id], has_bot=True)
        self._publish("GUILD_CREATE", self.guild_create(guild.id))

    def direct(self, person: User) -> Channel:
        """Return the direct message channel of the bot and a person."""
        found = next((each for each in self.channels.values() if each.recipient_id == person.id), None)
        if found is None:
            found = Channel(id=self._old_id(), name=person.name, kind=ChannelType.DM, recipient_id=person.id)
            self.channels[found.id] = found
        return found

    def place(self, channel_id: int, needed: int = 0) -> Channel:
        """Find a channel for the bot, or refuse as Discord does."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise missing(10003, "Channel")
        may = self.permissions(channel, self.bot)
        if not may & Permission.VIEW_CHANNEL:
            raise forbidden(50001, "Missing Access")
        if needed & ~may:
            raise forbidden(50013, "Missing Permissions")
        if channel.recipient_id in self.closed_to_bot and needed & Permission.SEND_MESSAGES:
            raise forbidden(50007, "Cannot send messages to this user")
        return channel

    def permissions(self, channel: Channel, who: User) -> int:
        """Add up what somebody may do in a channel; nothing where they are not."""
        if channel.guild_id is None:
            return EVERYONE_HAS
        guild, member = self.guilds[channel.guild_id], self.members.get((channel.guild_id, who.id))
        if member is None or (who == self.bot and not guild.has_bot):
            return 0
        return permissions(guild, channel, member, self.roles_of(guild.id))

    def roles_of(self, guild_id: int | None) -> list[Role]:
        """List a guild's roles."""
        return [each for each in self.roles.values() if each.guild_id == guild_id]

    def channels_of(self, guild_id: int) -> list[Channel]:
        """List a guild's channels."""
        return [each for each in self.channels.values() if each.guild_id == guild_id]

    def channel(self, it: Channel) -> Json:
        """Return the channel as it looks on the wire."""
        return payloads.channel(it, self.users[it.recipient_id] if it.recipient_id else None)

    def guild_create(self, guild_id: int) -> Json:
        """Return what the bot is told of a guild it is in."""
        count = sum(each.guild_id == guild_id for each in self.members.values())
        bot = self.members[guild_id, self.bot.id]
        roles, channels = self.roles_of(guild_id), self.channels_of(guild_id)
        return payloads.guild_create(self.guilds[guild_id], roles, channels, bot, count)

    def _old_id(self) -> int:
        return self.snowflakes.aged(BEFORE)

    def _keep_channel(self, channel: Channel, event: str) -> Channel:
        self.channels[channel.id] = channel
        self._publish(event, self.channel(channel))
        return channel

    def _keep_role(self, role: Role, event: str) -> Role:
        self.roles[role.id] = role
        self._publish(event, {"guild_id": str(role.guild_id), "role": payloads.role(role)})
        return role

    def _overwrite(self, channel: Channel | int, to: int | None, *, allow: int = 0, deny: int = 0) -> None:
        it = self.channels[_id(channel)]
        target = to or self.bot.id
        others = tuple(each for each in it.overwrites if each.target_id != target)
        was = next((each for each in it.overwrites if each.target_id == target), None)
        base = was or Overwrite(target_id=target, of_member=target in self.users)
        new = replace(base, allow=(base.allow | allow) & ~deny, deny=(base.deny | deny) & ~allow)
        self._keep_channel(replace(it, overwrites=(*others, new)), "CHANNEL_UPDATE")


def _id(it: Channel | Role | int) -> int:
    return it if isinstance(it, int) else it.id
