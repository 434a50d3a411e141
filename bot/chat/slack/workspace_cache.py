"""What Slack knows about the workspace: the bot's identity, members, channels and user groups.

Everything is asked for when needed and cached for some minutes; an event that changes a channel invalidates it.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from bot.chat.slack.api_answers import SlackRefused
from bot.chat.slack.member_and_channel_records import (
    Channel,
    ConversationInfo,
    GroupList,
    Identity,
    Member,
    OpenedConversation,
    UserGroup,
    UserInfo,
)
from bot.chat.slack.slack_ids import known_slack_id
from bot.chat.slack.slack_words import COMMAND, WorkspaceWords
from bot.chat.slack.web_api import SlackApi

KEPT_FOR = 300.0
"""Seconds for which an answer is valid, and for which a revoked right may still work."""

_ALL = ""
"""The subject of answers that are the only ones of their kind."""

_MEMBER_EVENTS = frozenset({"member_joined_channel", "member_left_channel"})

_CHANNEL_EVENTS = frozenset(
    {
        *(f"{kind}_{what}" for kind in ("channel", "group") for what in ("archive", "unarchive", "left", "deleted")),
        *(f"{kind}_rename" for kind in ("channel", "group")),
        "channel_shared",
        "channel_unshared",
        *_MEMBER_EVENTS,
    }
)

_GROUP_EVENTS = frozenset({"subteam_created", "subteam_updated", "subteam_members_changed"})
_NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})

Answer = TypeVar("Answer")

MOST = 5000
"""Maximum number of cached answers; the oldest are dropped first."""


class Workspace:
    """What is known about a workspace.

    Every question raises ``SlackRefused`` or ``SlackTrouble`` if Slack does not answer it; a right must then be
    denied.

    Args:
        api: Asks Slack.
        monotonic: A monotonic clock, in seconds.
        teams: The ids of the workspaces that the bot serves; its own is always among them.
        command: The command under which the app is installed, with its slash.

    Attributes:
        command: The same, as typed last.
    """

    def __init__(
        self, api: SlackApi, *, monotonic: Callable[[], float], teams: Collection[str] = (), command: str = COMMAND
    ) -> None:
        self._api = api
        self._served = frozenset(teams)
        self._identity = AnswerCache(self._ask_identity, monotonic)
        self._members = AnswerCache(self._ask_member, monotonic, lasts=KEPT_FOR)
        self._channels = AnswerCache(self._ask_channel, monotonic, lasts=KEPT_FOR)
        self._groups = AnswerCache(self._ask_groups, monotonic, lasts=KEPT_FOR)
        self._direct = AnswerCache(self._ask_direct, monotonic)
        self.command = command

    @property
    def known_identity(self) -> Identity | None:
        """The bot's identity; None until Slack was asked."""
        return self._identity.known(_ALL)

    @property
    def words(self) -> WorkspaceWords:
        """The workspace's words, as far as they are known."""
        groups = self.known_user_groups() or ()
        handles = {group.id: group.handle for group in groups}
        return WorkspaceWords(command=self.command, handles=handles, name_of=self._name_of)

    @property
    def invitation(self) -> str:
        """The command that invites the bot to a channel."""
        identity = self.known_identity
        return f"/invite @{identity.name}" if identity is not None and identity.name else "/invite"

    async def identity(self) -> Identity:
        """Return the bot's identity."""
        return await self._identity.get(_ALL)

    async def teams(self) -> frozenset[str]:
        """Return the ids of the workspaces that the bot serves."""
        return self._served | {(await self.identity()).team}

    async def member(self, user: str) -> Member | None:
        """Return a member; None if Slack knows none with this id."""
        return await self._members.get(user)

    async def channel(self, channel: str, *, anew: bool = False) -> Channel:
        """Return a channel; with ``anew``, as it is now."""
        if anew:
            self._channels.forget(channel)
        return await self._channels.get(channel)

    async def direct_channel(self, user: str) -> str:
        """Return the id of the bot's direct conversation with a member."""
        return await self._direct.get(user)

    async def user_groups(self, *, anew: bool = False) -> tuple[UserGroup, ...]:
        """Return the workspace's own user groups that are not disabled; with ``anew``, as they are now."""
        if anew:
            self._groups.forget(_ALL)
        return await self._groups.get(_ALL)

    def known_channel(self, number: int) -> Channel | None:
        """Return a channel as it was when Slack was asked last; None if it never was, or of another platform."""
        slack_id = known_slack_id(number)
        return None if slack_id is None else self._channels.known(slack_id)

    def known_user_groups(self) -> tuple[UserGroup, ...] | None:
        """Return the user groups as they were when Slack was asked last; None if it never was."""
        return self._groups.known(_ALL)

    def handle_event(self, event: Mapping[str, object]) -> str | None:
        """Invalidate what an event has changed; return the channel that changed, if any."""
        kind = event.get("type")
        if kind in _GROUP_EVENTS:
            self._groups.forget(_ALL)
        if kind == "user_change" and (user := _id_in(event, "user")) is not None:
            self._members.forget(user)
        if kind not in _CHANNEL_EVENTS or self._is_of_another_member(event):
            return None
        channel = _id_in(event, "channel")
        if channel is not None:
            self._channels.forget(channel)
        return channel

    def _is_of_another_member(self, event: Mapping[str, object]) -> bool:
        """Return whether an event is about another member who joined or left, which doesn't concern the bot."""
        identity = self.known_identity
        return event.get("type") in _MEMBER_EVENTS and identity is not None and _id_in(event, "user") != identity.user

    def _name_of(self, user: str) -> str:
        member = self._members.known(user)
        return "" if member is None else member.name

    async def _ask(self, method: str, kind: type[Answer], **arguments: object) -> Answer:
        return (await self._api.call(method, **arguments)).read(kind)

    async def _ask_identity(self, _: str) -> Identity:
        return await self._ask("auth.test", Identity)

    async def _ask_member(self, user: str) -> Member | None:
        own = await self.teams()
        try:
            return (await self._ask("users.info", UserInfo, user=user)).user.member(own)
        except SlackRefused as problem:
            if problem.error in _NOBODY:
                return None
            raise

    async def _ask_channel(self, channel: str) -> Channel:
        if channel.startswith("D"):
            # Asking would need im:read, and the bot meets no direct conversations but its own.
            return Channel(id=channel, is_direct=True, is_private=True, has_bot=True)
        own = await self.teams()
        try:
            return (await self._ask("conversations.info", ConversationInfo, channel=channel)).channel.channel(own)
        except SlackRefused as problem:
            if problem.error == "channel_not_found":
                return Channel(id=channel, is_seen=False)
            raise

    async def _ask_direct(self, user: str) -> str:
        return (await self._ask("conversations.open", OpenedConversation, users=user)).channel.id

    async def _ask_groups(self, _: str) -> tuple[UserGroup, ...]:
        return (await self._ask("usergroups.list", GroupList, include_users=True)).groups()


def _id_in(event: Mapping[str, object], name: str) -> str | None:
    """Return the id in an event's field, which is either an id or an object with one."""
    found = event.get(name)
    found = found.get("id") if isinstance(found, dict) else found
    return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Answer]):
    answer: Answer
    at: float


class AnswerCache(Generic[Answer]):
    """Caches answers by their subject.

    Args:
        ask: Asks Slack; its errors are raised, not cached.
        monotonic: A monotonic clock, in seconds.
        lasts: Seconds for which an answer is valid.
    """

    def __init__(
        self, ask: Callable[[str], Awaitable[Answer]], monotonic: Callable[[], float], *, lasts: float = math.inf
    ) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._lasts = lasts
        self._kept: dict[str, _Kept[Answer]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._forgotten = 0

    async def get(self, about: str) -> Answer:
        """Return a valid answer."""
        lock = self._locks.setdefault(about, asyncio.Lock())
        async with lock:
            kept = self._kept.get(about)
            if kept is not None and self._monotonic() - kept.at < self._lasts:
                return kept.answer
            at, forgotten = self._monotonic(), self._forgotten
            answer = await self._ask(about)
            # If something was forgotten meanwhile, it may have changed after Slack answered.
            self._kept.pop(about, None)
            self._kept[about] = _Kept(answer, at if forgotten == self._forgotten else -math.inf)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return answer

    def known(self, about: str) -> Answer | None:
        """Return the last answer, however old."""
        kept = self._kept.get(about)
        return None if kept is None else kept.answer

    def forget(self, about: str) -> None:
        """Ask again next time; until then ``known`` returns the last answer."""
        self._forgotten += 1
        kept = self._kept.get(about)
        if kept is not None:
            self._kept[about] = _Kept(kept.answer, -math.inf)
