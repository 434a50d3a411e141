"""What this Slack holds, as values; who changes them is `world`, how they look on the wire is `payloads`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from tests.fakes.slack.mrkdwn_rules import NOBODY, Pings

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person or a bot; one whose `team` is another is from a workspace that shares a channel."""

    id: str
    name: str
    team: str
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False


class ChannelKind(StrEnum):
    """Who finds a conversation."""

    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A conversation; a direct one that is the bot's has one person in it (`recipient`)."""

    id: str
    name: str
    kind: ChannelKind = ChannelKind.PUBLIC
    members: frozenset[str] = frozenset()
    recipient: str | None = None
    archived: bool = False
    shared_with: frozenset[str] = frozenset()
    pending_share: bool = False
    org_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    """A user group, which `<!subteam^ID>` pings."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a message said before an edit, and when that edit came."""

    text: str
    blocks: tuple[Json, ...]
    attachments: tuple[Json, ...]
    until: datetime


class Origin(StrEnum):
    """How a message came."""

    API = "api"
    """By a call of the Web API."""
    ACK = "ack"
    """In the acknowledgement of a slash command."""
    RESPONSE_URL = "response_url"
    FILE = "file"
    """By completing an upload."""
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it is now, with what it was before (`edits`, oldest first)."""

    channel: str
    ts: str
    at: datetime
    author: str
    origin: Origin
    text: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    seen_by: str | None = None
    interaction: str | None = None
    files: tuple[str, ...] = ()
    pings: Pings = NOBODY
    edits: tuple[Revision, ...] = ()
    edited_at: datetime | None = None

    @property
    def ephemeral(self) -> bool:
        """Return whether one person only (`seen_by`) sees it."""
        return self.seen_by is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A modal or a Home tab, as its reader has it before them.

    Attributes:
        user: Who has it open.
        body: What the app sent, ids filled in.
        hash: Changes with each update; an update that names another is refused.
        previous: The view below in the stack.
        is_open: Whether it is on the screen, or below what is.
        interaction: What it answered.
    """

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    is_open: bool = True
    interaction: str | None = None
    updates: int = 0

    @property
    def kind(self) -> str:
        """Return `modal` or `home`."""
        kind: str = self.body["type"]
        return kind


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file on its way in, or there."""

    id: str
    name: str
    length: int
    alt_text: str | None = None
    title: str | None = None
    content: bytes | None = None
    completed_at: datetime | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A call of the Web API or of a `response_url`, and how it was answered: None while it was not."""

    method: str
    arguments: Mapping[str, Any]
    at: datetime
    status: int | None = None
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Return whether it was done and answered so."""
        return self.status == 200 and self.error is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """An acknowledgement that came in.

    Attributes:
        connection: The number of the socket that it came on.
        after: Seconds since its envelope was sent.
        late: Whether Slack no longer waited for it.
    """

    envelope: str
    payload: Json | None
    connection: int
    after: float
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An envelope that was sent, on which socket, and what it held."""

    id: str
    kind: str
    payload: Json
    connection: int
    at: datetime
    accepts_payload: bool = True
    retry_attempt: int | None = None
    retry_reason: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """Something a person did, and what became of it.

    Attributes:
        pressed: The `ts` of the message that it was done on.
        view: The view that it was done on.
        uses: How often its `response_url` was used.
        triggered: Whether its `trigger_id` is spent.
    """

    id: str
    kind: str
    user: str
    at: datetime
    began: float
    channel: str | None = None
    pressed: str | None = None
    view: str | None = None
    trigger_id: str = ""
    response_token: str = ""
    ack: Ack | None = None
    uses: int = 0
    triggered: bool = False
    envelopes: list[str] = field(default_factory=list)
