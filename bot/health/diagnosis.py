"""How the bot itself is doing at one moment, and what of that needs a person; pure.

Not how it is found out (``programs.examining``), nor who is told: people by ``/doctor``, monitors by the heartbeat.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.failure_streak import FAILING_AFTER
from bot.errors import StorageUnavailable

LOOKED_BACK = timedelta(days=1)
"""What was told and what was given up is counted since then."""

OWED_TOO_LONG = timedelta(minutes=10)
"""A delivery that is tried for longer has more than a passing trouble."""


class Problem(StrEnum):
    """What keeps the bot from watching or from telling."""

    GATEWAY = "gateway"
    WATCHER = "watcher"
    PROVIDERS = "providers"
    DATABASE = "database"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChecks:
    """How looking at one provider goes.

    Attributes:
        title: The provider's name for people.
        due: When it is looked at next.
        at: When the newest look came; None before the first.
        took: How long that took, where it was measured.
        failures: Failed looks in a row.
        sentence: Why the newest look failed, if it did; may hold text of others.
    """

    title: str
    due: datetime
    at: datetime | None = None
    took: timedelta | None = None
    failures: int = 0
    sentence: str | None = None

    @property
    def failing(self) -> bool:
        """Tell whether so many looks failed that it counts."""
        return self.failures >= FAILING_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """When an alert was given up, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxStatistics:
    """What the database knows of delivery.

    Attributes:
        owed: Alerts that are neither told nor given up.
        oldest: Since when the oldest of them is owed.
        given_up: Alerts given up of late.
        newest_given_up: The newest of them.
        waits: From seen to told, for each alert told of late; the shortest first.
        last_told: The channels that were told anything, each with the moment of the newest.
    """

    owed: int = 0
    oldest: datetime | None = None
    given_up: int = 0
    newest_given_up: GivenUp | None = None
    waits: tuple[timedelta, ...] = ()
    last_told: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel that is told.

    Attributes:
        id: Its id.
        source: The watches that make it so, such as "from settings, watch 3".
        missing: What keeps alerts from arriving and pinging there, a sentence each; None where nobody can tell now.
        last_told: When it was told last, as far as that is remembered.
    """

    id: int
    source: str
    missing: tuple[str, ...] | None = None
    last_told: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting, and its value in words that hold no secret; None where it is not set."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """How the bot is doing.

    Attributes:
        at: The moment.
        gateway: Whether Discord's gateway is connected.
        latency: How long it takes to answer, where that was measured.
        watcher: Whether no look is overdue.
        looks: How looking goes, by provider.
        outbox: How delivery goes, or why the database can't say.
        channels: The channels that are told.
        versions: Of what it is made.
        settings: What was set.
    """

    at: datetime
    gateway: bool
    latency: timedelta | None
    watcher: bool
    looks: tuple[ProviderChecks, ...]
    outbox: OutboxStatistics | StorageUnavailable
    channels: tuple[Channel, ...] = ()
    versions: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()

    @property
    def ailments(self) -> tuple[Problem, ...]:
        """Name what keeps the bot from watching or from telling; nothing where all is well."""
        oldest = None if isinstance(self.outbox, StorageUnavailable) else self.outbox.oldest
        found = {
            Problem.GATEWAY: not self.gateway,
            Problem.WATCHER: not self.watcher,
            Problem.PROVIDERS: bool(self.looks) and all(one.failing for one in self.looks),
            Problem.DATABASE: isinstance(self.outbox, StorageUnavailable),
            Problem.OUTBOX: oldest is not None and self.at - oldest > OWED_TOO_LONG,
        }
        return tuple(ailment for ailment, is_there in found.items() if is_there)

    @property
    def is_well(self) -> bool:
        """Tell whether nothing needs a person: no ailment, nor trouble with one provider, channel or alert."""
        return not (
            self.ailments
            or any(one.failing for one in self.looks)
            or any(one.missing for one in self.channels)
            or (isinstance(self.outbox, OutboxStatistics) and self.outbox.given_up)
        )
