"""A workspace's members, channels and user groups as records, parsed from Slack's answers."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from bot.chat.wording.text_cleaning import clean

NAME_LENGTH = 80
"""Maximum number of characters of a member's name that are shown."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The bot's identity, which is the answer of ``auth.test``.

    Attributes:
        team: The workspace's id.
        enterprise: The id of the workspace's organisation, if any.
        bot: The bot's id, which is in its messages.
        user: The bot's id as a member.
        name: Its name, as typed after ``@``.
        url: The workspace's URL.
    """

    team: str = msgspec.field(name="team_id")
    enterprise: str | None = msgspec.field(name="enterprise_id", default=None)
    bot: str = msgspec.field(name="bot_id")
    user: str = msgspec.field(name="user_id")
    name: str = msgspec.field(name="user", default="")
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a workspace.

    Attributes:
        id: Their id.
        name: What they are called, as plain text.
        is_admin: Whether they own or administer the workspace.
        is_guest: Whether they have access to some channels only.
        is_stranger: Whether they belong to another workspace.
        is_bot: Whether it is a bot.
        is_gone: Whether the account was deactivated.
    """

    id: str
    name: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A conversation.

    Attributes:
        id: Its id.
        name: Its name without #; empty if it has none.
        is_direct: Whether it is a direct or group message.
        is_private: Whether only its members can find it.
        has_bot: Whether the bot is a member.
        is_archived: Whether it is closed.
        is_shared: Whether another organisation is in it, or was invited.
        is_seen: Whether the bot can see it; otherwise nothing else is known.
    """

    id: str
    name: str = ""
    is_direct: bool = False
    is_private: bool = False
    has_bot: bool = False
    is_archived: bool = False
    is_shared: bool = False
    is_seen: bool = True


class UserGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A user group, which can be pinged, with its members."""

    id: str
    handle: str = ""
    name: str = ""
    is_external: bool = False
    users: frozenset[str] = frozenset()


class _Enterprise(msgspec.Struct):
    teams: list[str] = []


class _Profile(msgspec.Struct):
    display_name: str | None = None
    real_name: str | None = None


class _User(msgspec.Struct):
    id: str
    name: str | None = None
    profile: _Profile = msgspec.field(default_factory=_Profile)
    team_id: str = ""
    deleted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    enterprise_user: _Enterprise = msgspec.field(default_factory=_Enterprise)

    def member(self, own: Collection[str]) -> Member:
        """Return the member, as seen by a bot that serves these teams."""
        name = self.profile.display_name or self.profile.real_name or self.name or ""
        return Member(
            id=self.id,
            name=clean(name, NAME_LENGTH),
            is_admin=self.is_admin or self.is_owner or self.is_primary_owner,
            is_guest=self.is_restricted or self.is_ultra_restricted,
            is_stranger=self.is_stranger or set(own).isdisjoint({self.team_id, *self.enterprise_user.teams}),
            is_bot=self.is_bot,
            is_gone=self.deleted,
        )


class UserInfo(msgspec.Struct):
    """The answer of ``users.info``."""

    user: _User


class _Conversation(msgspec.Struct):
    id: str
    name: str = ""
    is_im: bool = False
    is_mpim: bool = False
    is_private: bool = False
    is_member: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_org_shared: bool = False
    shared_team_ids: list[str] = []
    connected_team_ids: list[str] = []
    internal_team_ids: list[str] = []
    pending_connected_team_ids: list[str] = []

    def channel(self, own: Collection[str]) -> Channel:
        """Return the channel, as seen by a bot that serves these teams."""
        return Channel(
            id=self.id,
            name=self.name,
            is_direct=self.is_im or self.is_mpim,
            is_private=self.is_private,
            has_bot=self.is_member or self.is_im,
            is_archived=self.is_archived,
            is_shared=self._is_shared(own),
        )

    def _is_shared(self, own: Collection[str]) -> bool:
        """Return whether teams other than these can read it; True if Slack does not say who can."""
        if self.is_ext_shared or self.is_pending_ext_shared or self.pending_connected_team_ids:
            return True
        with_whom = {*self.shared_team_ids, *self.connected_team_ids, *self.internal_team_ids}
        return self.is_org_shared and (not with_whom or not with_whom <= set(own))


class ConversationInfo(msgspec.Struct):
    """The answer of ``conversations.info``."""

    channel: _Conversation


class _WithId(msgspec.Struct):
    id: str


class OpenedConversation(msgspec.Struct):
    """The answer of ``conversations.open``."""

    channel: _WithId


class OpenedView(msgspec.Struct):
    """The answer of ``views.open`` and ``views.push``."""

    view: _WithId


class GroupList(msgspec.Struct):
    """The answer of ``usergroups.list``."""

    usergroups: list[UserGroup]

    def groups(self) -> tuple[UserGroup, ...]:
        """Return the workspace's own user groups."""
        return tuple(one for one in self.usergroups if not one.is_external)
