"""What this Discord holds, as values; who changes them is `world`, how they look on the wire is `payloads`."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15


class ChannelType(IntEnum):
    """A guild's text channel, or a direct message."""

    GUILD_TEXT = 0
    DM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or a bot."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role; the one whose id is the guild's is @everyone."""

    id: int
    guild_id: int
    name: str
    permissions: int = 0
    mentionable: bool = False
    bot_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """What a channel allows or denies to a role, or to a member (`of_member`)."""

    target_id: int
    of_member: bool
    allow: int = 0
    deny: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A guild's text channel, or a direct message with `recipient_id`."""

    id: int
    name: str
    guild_id: int | None = None
    kind: ChannelType = ChannelType.GUILD_TEXT
    overwrites: tuple[Overwrite, ...] = ()
    recipient_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A user in a guild, with the roles beside @everyone."""

    guild_id: int
    user: User
    role_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guild:
    """A guild, which the bot is in or has been in."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    has_bot: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pings:
    """Whom a message notified."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message."""

    id: int
    filename: str
    content: bytes
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a message said before an edit, and when that edit came."""

    content: str
    embeds: tuple[Json, ...]
    components: tuple[Json, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it is now, with what it was before (`edits`, oldest first)."""

    id: int
    channel_id: int
    author_id: int
    at: datetime
    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: int = 0
    nonce: str | None = None
    interaction_id: int | None = None
    command: str | None = None
    seen_by: int | None = None
    pings: Pings = Pings()
    edits: tuple[Revision, ...] = ()
    edited_at: datetime | None = None

    @property
    def ephemeral(self) -> bool:
        """Return whether only the person of the interaction (`seen_by`) sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def silent(self) -> bool:
        """Return whether it was posted without a push or a sound (SUPPRESS_NOTIFICATIONS)."""
        return bool(self.flags & SUPPRESS_NOTIFICATIONS)

    @property
    def loading(self) -> bool:
        """Return whether it still shows "thinking"."""
        return bool(self.flags & LOADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that came in, and the status it was answered with, None while there is none."""

    method: str
    path: str
    query: str
    body: Any
    at: datetime
    status: int | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """An IDENTIFY that came in."""

    at: datetime
    token: str
    intents: int
    accepted: bool
