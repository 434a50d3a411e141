"""The state: the workspace, its members, channels and user groups; a change is told to the app as an event.

Messages have a file of their own (`messages`).
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from tests.fakes.slack.records import Channel, ChannelKind, Json, Member, UserGroup
from tests.fakes.slack.refusals import RefusalError

Clock: TypeAlias = Callable[[], datetime]
Publish: TypeAlias = Callable[[Json], None]
FOREIGN_TEAM = "T0FOREIGN1"


def now() -> datetime:
    """Read the clock of the wall."""
    return datetime.now(UTC)


class World:
    """Hold who and what is where; every record is replaced, never changed, so keep ids and look again.

    Args:
        clock: The time; `ahead` is added to it.
        publish: Tells the app of an event.
    """

    def __init__(self, *, clock: Clock, publish: Publish) -> None:
        self.ahead = timedelta()
        self._clock = clock
        self._publish = publish
        self._ids = itertools.count(1)
        self._last_ts = 0
        self.team = self.new_id("T")
        self.app = self.new_id("A")
        self.bot_id = self.new_id("B")
        self.name, self.domain = "Studio", "studio"
        self.enterprise: str | None = None
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.bot = self.add_member("capacity-bot", is_bot=True)

    def clock(self) -> datetime:
        """Return the time here."""
        return self._clock() + self.ahead

    def new_id(self, kind: str) -> str:
        """Return an id that begins with that letter."""
        return f"{kind}0{next(self._ids):08d}"

    def new_ts(self, skew: timedelta = timedelta()) -> str:
        """Return the `ts` of a new message: the seconds, and six decimals; no two are the same."""
        since = self.clock() + skew - datetime.fromtimestamp(0, UTC)
        self._last_ts = max(self._last_ts + 1, since // timedelta(microseconds=1))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_member(self, name: str = "robin", **what: bool) -> Member:
        """Add somebody; `what` are fields of `Member`: `is_admin`, `is_owner`, `is_guest`, `deleted` …."""
        made = Member(id=self.new_id("U"), name=name, team=self.team, **what)
        self.members[made.id] = made
        return made

    def add_stranger(self, name: str = "sam", *, team: str = FOREIGN_TEAM) -> Member:
        """Add somebody of another workspace, who is here by a shared channel."""
        made = Member(id=self.new_id("U"), name=name, team=team, is_stranger=True)
        self.members[made.id] = made
        return made

    def change_member(self, member: Member | str, **what: bool) -> Member:
        """Change fields of a member."""
        changed = replace(self.members[id_of(member)], **what)  # type: ignore[arg-type] # of fields, by their names
        self.members[changed.id] = changed
        return changed

    def add_channel(
        self, name: str = "general", *members: Member, private: bool = False, has_bot: bool = True
    ) -> Channel:
        """Open a channel; the bot is in it unless told otherwise."""
        inside = {each.id for each in members} | ({self.bot.id} if has_bot else set())
        kind = ChannelKind.PRIVATE if private else ChannelKind.PUBLIC
        made = Channel(id=self.new_id("C"), name=name, kind=kind, members=frozenset(inside))
        self.channels[made.id] = made
        return made

    def direct(self, member: Member | str) -> Channel:
        """Return the bot's direct conversation with somebody."""
        other = id_of(member)
        found = next((each for each in self.channels.values() if each.recipient == other), None)
        if found is None:
            both = frozenset({self.bot.id, other})
            name, kind = "directmessage", ChannelKind.DIRECT
            found = Channel(id=self.new_id("D"), name=name, kind=kind, members=both, recipient=other)
            self.channels[found.id] = found
        return found

    def direct_between(self, one: Member, other: Member) -> Channel:
        """Return a direct conversation of two people, which the bot knows nothing of."""
        both = frozenset({one.id, other.id})
        made = Channel(id=self.new_id("D"), name="directmessage", kind=ChannelKind.DIRECT, members=both)
        self.channels[made.id] = made
        return made

    def add_group(self, handle: str = "makers", *members: Member) -> UserGroup:
        """Make a user group."""
        users = tuple(each.id for each in members)
        made = UserGroup(id=self.new_id("S"), handle=handle, name=handle.title(), users=users)
        self.groups[made.id] = made
        return made

    def change_group(self, group: UserGroup, *members: Member, enabled: bool = True) -> UserGroup:
        """Change who is in a user group, or disable it."""
        made = replace(group, users=tuple(each.id for each in members), enabled=enabled)
        self.groups[made.id] = made
        self._publish({"type": "subteam_members_changed", "subteam_id": made.id, "team_id": self.team})
        self._publish({"type": "subteam_updated", "subteam": {"id": made.id, "users": list(made.users)}})
        return made

    def invite(self, channel: Channel | str, member: Member | None = None) -> None:
        """Invite somebody into a channel, the bot unless told otherwise."""
        who = member or self.bot
        it = self.channels[id_of(channel)]
        self._change(it, members=it.members | {who.id})
        kind = "G" if it.kind is ChannelKind.PRIVATE else "C"
        self._publish({"type": "member_joined_channel", "user": who.id, "channel": it.id, "channel_type": kind})

    def kick(self, channel: Channel | str, member: Member | None = None) -> None:
        """Remove somebody from a channel, the bot unless told otherwise."""
        who = member or self.bot
        it = self.channels[id_of(channel)]
        self._change(it, members=it.members - {who.id})
        if who.id == self.bot.id:
            self._publish_of(it, "left")

    def rename(self, channel: Channel | str, name: str) -> None:
        """Give a channel another name."""
        it = self._change(channel, name=name)
        prefix = "group" if it.kind is ChannelKind.PRIVATE else "channel"
        self._publish({"type": f"{prefix}_rename", "channel": {"id": it.id, "name": name}})

    def archive(self, channel: Channel | str) -> None:
        """Archive a channel."""
        self._publish_of(self._change(channel, archived=True), "archive")

    def unarchive(self, channel: Channel | str) -> None:
        """Open a channel again, with those who were in it."""
        self._publish_of(self._change(channel, archived=False), "unarchive")

    def delete_channel(self, channel: Channel | str) -> None:
        """Delete a channel."""
        self._publish_of(self.channels.pop(id_of(channel)), "deleted")

    def share(self, channel: Channel | str, *, team: str = FOREIGN_TEAM, pending: bool = False) -> None:
        """Share a channel with another workspace, or only invite it."""
        if pending:
            self._change(channel, pending_share=True)
            return
        it = self._change(channel, shared_with=frozenset({team}), pending_share=False)
        self._publish({"type": "channel_shared", "channel": it.id, "connected_team_id": team})

    def unshare(self, channel: Channel | str) -> None:
        """End the sharing of a channel."""
        it = self.channels[id_of(channel)]
        for team in it.shared_with:
            self._publish({"type": "channel_unshared", "channel": it.id, "previously_connected_team_id": team})
        self._change(it, shared_with=frozenset(), pending_share=False)

    def place(self, channel: str) -> Channel:
        """Find a channel that the bot can see, or refuse as Slack does."""
        found = self.channels.get(channel)
        if found is None or (found.kind is not ChannelKind.PUBLIC and self.bot.id not in found.members):
            raise RefusalError(error="channel_not_found")
        return found

    def inside(self, channel: str) -> Channel:
        """Find a channel that the bot is a member of, or refuse as Slack does."""
        found = self.place(channel)
        if self.bot.id not in found.members:
            raise RefusalError(error="not_in_channel")
        return found

    def _change(self, channel: Channel | str, **what: object) -> Channel:
        changed = replace(self.channels[id_of(channel)], **what)  # type: ignore[arg-type] # of fields, by their names
        self.channels[changed.id] = changed
        return changed

    def _publish_of(self, channel: Channel, what: str) -> None:
        prefix = "group" if channel.kind is ChannelKind.PRIVATE else "channel"
        self._publish({"type": f"{prefix}_{what}", "channel": channel.id})


def id_of(it: Channel | Member | UserGroup | str) -> str:
    """Return the id of a record, or the id itself."""
    return it if isinstance(it, str) else it.id
