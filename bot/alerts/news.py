"""What became of one topic, in one alert; not who is told (``tell``), nor in which words (``chat``)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.job import JobKind
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.topic import Condition, Topic


class WithheldBecause(StrEnum):
    """Why a change is not told."""

    PAUSED = "paused"
    MUTED = "muted"
    QUIET = "quiet"
    NOT_ASKED = "not_asked"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What kept a change from being told.

    Attributes:
        why: The reason.
        until: When that ends, where it is known.
        by: The member who muted.
    """

    why: WithheldBecause
    until: datetime | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """How an incident ended that a message tells of as under way.

    Attributes:
        at: When that was noticed.
        lasted: How long it was; None where nobody follows the topic any more, so that nobody knows.
        witnessed: Whether its beginning was seen; otherwise it lasted at least so long.
    """

    at: datetime
    lasted: timedelta | None = None
    witnessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaps:
    """How often a topic changed that keeps changing.

    Attributes:
        changes: How often.
        since: When the first of these changes was.
        over: When the quiet began that ended it; None while it goes on.
    """

    changes: int
    since: datetime
    over: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A job that runs for longer than such jobs do.

    Attributes:
        kind: What it makes.
        started: When it started.
        reply_ref: Free text of whoever made it: to be cleaned before anyone sees it.
    """

    kind: JobKind
    started: datetime
    reply_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What became of one topic.

    Attributes:
        topic: What it is about.
        what: What became of it.
        since: When that was first seen.
        in_use: Slots taken, of an account or the whole pool.
        limit: Slots there are, where known.
        inferred: Whether *full* was concluded from the account's absence in the provider's list.
        warn: The number of free slots at or below which the pool is low.
        sentence: Why the provider is silent, and what to do.
        lasted: How long what ended had lasted, where this is the end of something.
        lasted_witnessed: Whether the beginning of that was seen; otherwise it lasted at least so long.
        changes: How often it changed since it was last told, this time included.
        before: What was last told of it.
        hold: How long it had to last before it counted.
        withheld: What kept earlier changes from being told.
        flaps: How often it changed, where it keeps changing.
        closed: How it ended, where the message was told while it was under way.
        live: Whether what comes next is written into this message, and nowhere else.
        frees: When a slot of a full account usually frees, counted from ``Part.at``; None where too little is known.
        stuck: The job that is stuck.
    """

    topic: Topic
    what: Condition
    since: datetime
    in_use: int = 0
    limit: int | None = None
    inferred: bool = False
    warn: int | None = None
    sentence: str | None = None
    lasted: timedelta | None = None
    lasted_witnessed: bool = False
    changes: int = 1
    before: Condition | None = None
    hold: timedelta = timedelta()
    withheld: Withheld | None = None
    flaps: Flaps | None = None
    closed: Closed | None = None
    live: bool = False
    frees: SlotForecast | None = None
    stuck: Stuck | None = None
