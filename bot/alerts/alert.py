"""One message that is owed to one channel, before anyone has worded it.

::

    Alert                what one message says
    └── Part             … of one provider
        ├── News         what became of one topic: an account, the pool of free slots, the provider itself, a job
        └── Room         where there is room instead
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.alerts.board_content import BoardContent
from bot.alerts.news import News
from bot.alerts.slot_notice import SlotNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """An account with free slots, named as the place to go."""

    account: str
    free: int


class Cause(StrEnum):
    """Why a summary is told, rather than each change by itself."""

    QUIET_OVER = "quiet hours are over"
    AWAY = "nobody looked for a while"
    LATE = "it could not be told in time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a summary is for.

    Attributes:
        cause: Why it is told.
        since: Since when nothing was told, where that is known.
    """

    cause: Cause
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What an alert says of one provider.

    Attributes:
        provider: Its name.
        at: The moment of the look.
        news: What changed, most urgent first.
        room: Where there is room instead, most first.
        free: The free slots of all its accounts; told in a summary.
        total: The slots of the accounts whose state was certain.
        digest: Why this is a summary, where it is one.
    """

    provider: str
    at: datetime
    news: tuple[News, ...] = ()
    room: tuple[Room, ...] = ()
    free: int = 0
    total: int = 0
    digest: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """Who muted what a message tells of, and until when."""

    by: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Everything that one message says.

    Attributes:
        key: Stable and unique, at most 25 characters: Discord takes it as the message's nonce
            (https://discord.com/developers/docs/resources/message#create-message).
        channel: The channel's id.
        at: The moment of the newest look.
        roles: The roles to ping.
        members: The members to ping.
        parts: What it says, a provider each.
        gathers_until: A summary waits so long for others of its channel, to be told as one.
        muted: Who muted what it tells of, where somebody did with its button.
        drill: Whether nothing happened and somebody tries whether alerts arrive.
        notice: What is told to one member who waited for a slot, in place of parts.
        board: What a board shows, in place of parts.
    """

    key: str
    channel: int
    at: datetime
    roles: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    gathers_until: datetime | None = None
    muted: Muted | None = None
    drill: bool = False
    notice: SlotNotice | None = None
    board: BoardContent | None = None

    @property
    def folds(self) -> bool:
        """Tell whether it may become a part of a summary: whatever tells of changes may."""
        return not self.drill and self.notice is None and self.board is None

    @property
    def lives(self) -> bool:
        """Tell whether what comes next is written into its message, and nowhere else."""
        kept = self.board is not None and self.board.removed_by is None
        return kept or any(news.living for part in self.parts for news in part.news)
