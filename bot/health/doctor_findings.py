"""How the bot is doing at one moment, and what needs a person; pure.

``doctor_examiner`` fills it in, /doctor shows it, and the heartbeat reports its problems.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.account_health import session_ends
from bot.accounts.failure_streak import FAILING_AFTER
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Snapshot
from bot.errors import StorageUnavailable
from bot.platforms import Platform
from bot.polling.found_provider import SearchReport

COUNTED_FOR = timedelta(days=1)
"""How far back deliveries are counted."""

OWED_TOO_LONG = timedelta(minutes=10)
"""An alert owed for longer is more than briefly in trouble."""


class Problem(StrEnum):
    """What keeps the bot from watching, from alerting or from answering."""

    GATEWAY = "gateway"
    SLACK = "slack"
    WATCHER = "watcher"
    PROVIDERS = "providers"
    DATABASE = "database"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderHealth:
    """How looks at one provider go.

    Attributes:
        title: The provider's name for people.
        due: When the next look is due.
        at: When the newest look was made; None before the first.
        took: How long it took; None if not measured.
        failures: Number of failed looks in a row.
        sentence: Why the newest look failed, if it did; may hold untrusted text.
        set_up: False if no account is configured there.
        name: Its name.
        snapshot: Its accounts at the newest good look; None if there is none.
    """

    title: str
    due: datetime
    at: datetime | None = None
    took: timedelta | None = None
    failures: int = 0
    sentence: str | None = None
    set_up: bool = True
    name: str = ""
    snapshot: Snapshot | None = None

    def in_need(self, at: datetime) -> int:
        """Return the number of its accounts that can't be used, or must be signed in again soon."""
        accounts = () if self.snapshot is None else self.snapshot.accounts
        return sum(one.state is AccountState.FAULTED or session_ends(one.health, at) is not None for one in accounts)

    @property
    def failing(self) -> bool:
        """True if enough looks failed in a row to count as an outage."""
        return self.failures >= FAILING_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUpAlert:
    """The newest alert of a channel that was given up.

    Attributes:
        channel: The channel.
        at: When it was given up.
        reason: Why it was given up.
        number: Number of the channel's alerts that were given up.
    """

    channel: int
    at: datetime
    reason: str
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """The owed alerts and the waiters in the database.

    Attributes:
        owed: Alerts that are neither sent nor given up.
        oldest: Since when the oldest of them is owed.
        waiting: Number of members who wait for a slot and have no offer, by provider.
    """

    owed: int = 0
    oldest: datetime | None = None
    waiting: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxStatistics:
    """How delivery goes, by the database.

    Attributes:
        backlog: The owed alerts and the waiters.
        given_up: The alerts given up within ``COUNTED_FOR``, by channel; the newest first.
        waits: Time from seen to sent, for each alert sent within ``COUNTED_FOR``; the shortest first.
        last_told: The channels to which anything was sent, each with the moment of the newest message.
    """

    backlog: Backlog = field(default_factory=Backlog)
    given_up: tuple[GivenUpAlert, ...] = ()
    waits: tuple[timedelta, ...] = ()
    last_told: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHealth:
    """A channel that gets alerts.

    Attributes:
        id: Its id.
        source: The watches that send alerts there, such as "from settings, watch 3".
        guild: The guild it belongs to; None if only the settings name the channel, since they don't name its guild.
        missing: What keeps alerts from arriving and pinging there, a sentence each; None if not known now.
        last_told: When it last got an alert; None if no longer remembered.
        of_settings: Whether the settings name it.
    """

    id: int
    source: str
    guild: int | None = None
    missing: tuple[str, ...] | None = None
    last_told: datetime | None = None
    of_settings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting, and its value in words that hold no secret; None if it is not set."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Which of several programs leads.

    Attributes:
        program: Its process and host.
        since: When it took the lead.
        is_other: True if that is another program, while this one stands by.
    """

    program: str
    since: datetime
    is_other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionHealth:
    """The connection to a chat platform.

    Attributes:
        platform: The platform.
        alive: Whether people's commands arrive.
        takes_messages: Whether the platform lets the bot's messages through.
        latency: How long the platform takes to answer; None if not measured.
        since: When its present state began; None if unknown.
        troubles: What a person must fix, a sentence each, such as a scope that the token lacks.
        facts: Further facts, a sentence each.
    """

    platform: Platform
    alive: bool
    takes_messages: bool = True
    latency: timedelta | None = None
    since: datetime | None = None
    troubles: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


CONNECTION_LOST: Mapping[Platform, Problem] = {Platform.DISCORD: Problem.GATEWAY, Platform.SLACK: Problem.SLACK}
"""The problem that is reported when the connection to each platform is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """How the bot is doing.

    Attributes:
        at: The moment.
        connections: The connections to the chat platforms that the settings name.
        watcher: True if no look is overdue.
        providers: How looks go, by provider.
        outbox: How delivery goes, or why the database can't say.
        channels: The channels that get alerts.
        versions: Versions of the program, of Python and of libraries, for people.
        settings: The settings, without secrets.
        search: What the searches for providers have found; None if the settings name the providers.
        leader: The program that leads; None if there can be no other.
    """

    at: datetime
    connections: tuple[ConnectionHealth, ...]
    watcher: bool
    providers: tuple[ProviderHealth, ...]
    outbox: OutboxStatistics | StorageUnavailable
    channels: tuple[ChannelHealth, ...] = ()
    versions: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    search: SearchReport | None = None
    leader: Leader | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the bot from watching, alerting or answering; empty if nothing does."""
        set_up = [one for one in self.providers if one.set_up]
        oldest = None if isinstance(self.outbox, StorageUnavailable) else self.outbox.backlog.oldest
        found = {
            **{CONNECTION_LOST[one.platform]: not (one.alive and one.takes_messages) for one in self.connections},
            Problem.WATCHER: not self.watcher,
            Problem.PROVIDERS: all(one.failing for one in set_up) if set_up else self._search_failed,
            Problem.DATABASE: isinstance(self.outbox, StorageUnavailable),
            Problem.OUTBOX: oldest is not None and self.at - oldest > OWED_TOO_LONG,
        }
        return tuple(problem for problem, is_there in found.items() if is_there)

    @property
    def _search_failed(self) -> bool:
        return self.search is not None and self.search.trouble is not None

    @property
    def is_well(self) -> bool:
        """True if there is nothing for a person to fix: no problem, no trouble with a provider, channel or alert."""
        return not (
            self.problems
            or self._search_failed
            or (self.search is not None and self.search.found_nothing)
            or any(one.in_need(self.at) for one in self.providers)
            or any(one.failing for one in self.providers)
            or any(one.missing for one in self.channels)
            or any(one.troubles for one in self.connections)
            or (isinstance(self.outbox, OutboxStatistics) and self.outbox.given_up)
        )
