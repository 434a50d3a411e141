"""One message that is owed to one channel, before anyone has worded it.

::

    Alert
    ├── Changes            what changed
    │   └── Part           … at one provider
    │       ├── News       what became of one topic: an account, the pool of free slots, the provider itself, a job
    │       └── Room       an account with free slots
    ├── Drill              nothing: somebody tests whether alerts arrive
    ├── WaiterNotice       what one member who waits for a slot is told
    ├── BoardContent       what a board shows
    ├── Greeting           what is watched: the first message in a channel
    └── UsageContent       a report that comes by itself
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.alerts.news import News
from bot.alerts.waiter_notice import WaiterNotice
from bot.boards.board_content import BoardContent
from bot.history.usage_report import UsageReport
from bot.subscriptions.mute import Mute


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """An account with free slots that are offered to nobody, named as the place to go."""

    account: str
    free: int


class Cause(StrEnum):
    """Why changes are told in one summary instead of one by one."""

    QUIET_OVER = "quiet_over"
    AWAY = "away"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Why an alert is a summary, and of what time.

    Attributes:
        cause: Why it is told.
        since: Start of the time that it sums up, if known.
        until: When an absence ended; None for other causes, and in alerts stored before this was recorded.
        unanswered: True if the bot was running during the absence, but the provider gave no answer, or had no account.
    """

    cause: Cause
    since: datetime | None = None
    until: datetime | None = None
    unanswered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What an alert says of one provider.

    Attributes:
        provider: Its name.
        at: The moment of the look.
        news: What changed, most urgent first.
        room: The first few accounts with slots that are offered to nobody, the best first.
        free: Number of free slots of all its accounts.
        total: Number of slots of the accounts whose state was certain.
        unchecked: Number of accounts that may have room: their state is unknown, or nobody counts their slots.
        nothing_free: True if certainly no account has room, and no other message tells the channel of that.
        digest: Why this is a summary; None if it is not one.
        offered: How many of the free slots are offered to people who waited.
        offered_to: Number of people to whom they are offered.
    """

    provider: str
    at: datetime
    news: tuple[News, ...] = ()
    room: tuple[Room, ...] = ()
    free: int = 0
    total: int = 0
    unchecked: int = 0
    nothing_free: bool = False
    digest: Digest | None = None
    offered: int = 0
    offered_to: int = 0

    def names(self, account: str) -> bool:
        """Return whether it names an account: in its news, as one with room, or as one that runs a job."""
        running = (job for news in self.news for job in (news.details.stuck, news.details.longest) if job is not None)
        told = (news.topic.account for news in self.news)
        return account in {*told, *(room.account for room in self.room), *(job.account for job in running)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed at one or more providers, a part each."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """Nothing happened; somebody tests whether alerts arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedProvider:
    """One provider in a greeting.

    Attributes:
        provider: Its name.
        accounts: Number of its accounts; 0 if no look has succeeded yet.
        slots: Number of slots of the accounts whose state is certain; 0 if unknown.
    """

    provider: str
    accounts: int = 0
    slots: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """The first message in a channel of the settings, told once.

    Attributes:
        providers: What is watched, in the order in which providers are shown.
    """

    providers: tuple[WatchedProvider, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderUsage:
    """One provider in a report.

    Attributes:
        provider: Its name.
        usage: What was observed; None if it was never looked at.
        accounts: All its known accounts; needed to tell names apart that look the same once they are masked.
    """

    provider: str
    usage: UsageReport | None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageContent:
    """A scheduled report.

    Attributes:
        schedule: The number of the scheduled report.
        since: Start of the time that it is about.
        until: End of that time, exclusive.
        providers: What was observed of each.
    """

    schedule: int
    since: datetime
    until: datetime
    providers: tuple[ProviderUsage, ...]


Content: TypeAlias = Changes | Drill | WaiterNotice | BoardContent | UsageContent | Greeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message to one channel.

    Attributes:
        key: Stable and unique, at most 25 characters: Discord takes it as the message's nonce
            (https://discord.com/developers/docs/resources/message#create-message).
        channel: The channel's id.
        at: The moment of the newest look.
        roles: The roles to ping.
        members: The members to ping.
        content: What it says.
        gathers_until: Until when it waits for other alerts to its channel, to be sent as one; None if it does not.
        silent: Whether it is posted without a sound or a push.
        muted: The mute that somebody made with the message's button, until it is removed.
        told_at: When it was posted; set only where its message is drawn anew for an edit.
    """

    key: str
    channel: int
    at: datetime
    roles: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    content: Content
    gathers_until: datetime | None = None
    silent: bool = False
    muted: Mute | None = None
    told_at: datetime | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it says of each provider; empty unless it is about changes."""
        return self.content.parts if isinstance(self.content, Changes) else ()

    @property
    def private_notice(self) -> WaiterNotice | None:
        """The notice that only the member who waits may see; None if the whole channel may see the alert."""
        return self.content if isinstance(self.content, WaiterNotice) and self.content.private else None

    def names(self, provider: str, account: str) -> bool:
        """Return whether it names an account of a provider, in an open offer or in what changed."""
        if isinstance(notice := self.content, WaiterNotice):
            return notice.outcome is None and notice.provider == provider and notice.names(account)
        return any(part.provider == provider and part.names(account) for part in self.parts)

    @property
    def is_foldable(self) -> bool:
        """Whether it may become part of a summary: only changes can be summed up."""
        return isinstance(self.content, Changes)

    @property
    def is_live(self) -> bool:
        """Whether later changes are edited into its message instead of being posted."""
        match self.content:
            case Changes(parts=parts):
                return any(news.live for part in parts for news in part.news)
            case BoardContent(removed_by=removed_by):
                return removed_by is None
            case Drill() | WaiterNotice() | UsageContent() | Greeting():
                return False
