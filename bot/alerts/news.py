"""What one alert says of one topic, as values; the words for it are in ``chat``."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.job import JobKind
from bot.errors import SharedCause
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration
from bot.subscriptions.topics_and_conditions import Condition, Topic


class Reason(StrEnum):
    """Why a channel is told, or is not, after one look at one topic."""

    ALREADY_TOLD = "already_told"
    """Nothing differs from what it was last told."""

    ON_HOLD = "on_hold"
    """The new condition has not outlasted the hold yet."""

    TOO_SHORT = "too_short"
    """The new condition was over before its hold was."""

    NOT_ASKED = "not_asked"
    """The watch does not ask for it."""

    WITHHELD = "withheld"
    """The channel is paused, muted, or in quiet hours."""

    EDITED = "edited"
    """The message that told the beginning of the incident is edited to tell its end."""

    CHANGED = "changed"
    """It differs from what was last told."""

    QUIET_OVER = "quiet_over"
    """It changed in quiet hours, which are over."""

    FLAPPING = "flapping"
    """It keeps changing, which one message counts."""

    UNCLAIMED = "unclaimed"
    """There is room for everybody; when it was last told, every free slot was offered to people who waited."""

    SETTLED = "settled"
    """It kept changing, but has not changed for long enough."""


class Loudness(StrEnum):
    """What a message does on the phones of those who read its channel."""

    SILENT = "silent"
    SOUND = "sound"
    PING = "ping"


class LoudnessReason(StrEnum):
    """Why a message is as loud as it is for one topic."""

    ONE_ACCOUNT = "one_account"
    """It is one account of a watched provider, whose others may have room."""

    FLAPPING = "flapping"
    """It keeps changing."""

    SUMMARY = "summary"
    """It is told in a summary of what has been the case for a while."""

    PINGS_NOBODY = "pings_nobody"
    """The watch is to ping nobody."""

    NOT_URGENT = "not_urgent"
    """Nobody has to act at once."""

    NO_ROLE = "no_role"
    """The watch would ping, but names no role."""

    PINGED_LATELY = "pinged_lately"
    """The role was pinged for the provider's slots shortly before."""

    PINGED = "pinged"
    """The watch pings for it."""

    OFFERED = "offered"
    """Every free slot is offered to somebody who waited, so it is of no use to anybody else."""

    NEVER_HEARD_FREE = "never_heard_free"
    """That there was room was told silently, as above: whoever goes by the sounds still takes it for full."""


class WithheldBecause(StrEnum):
    """Why a change is not told."""

    PAUSED = "paused"
    MUTED = "muted"
    QUIET = "quiet"
    NOT_ASKED = "not_asked"
    TOO_SHORT = "too_short"
    COUNTED = "counted"
    """The provider as a whole keeps filling and freeing, which one message counts."""


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
    """How an incident ended that a message shows as under way.

    Attributes:
        at: When that was noticed.
        lasted: How long it lasted; None if nobody follows the topic any more, so that its end is unknown.
        superseded: True if it goes on for another reason, of which a newer message tells.
        witnessed: Whether its beginning and its end were seen; otherwise it lasted at least that long.
        end_witnessed: Whether its end was seen; otherwise it was some time before ``at``.
        free: Number of free slots of the provider at the end of flapping.
        total: Number of its slots then; 0 if unknown, and for any other end.
    """

    at: datetime
    lasted: timedelta | None = None
    superseded: bool = False
    witnessed: bool = False
    end_witnessed: bool = True
    free: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaps:
    """The changes of a flapping topic.

    Attributes:
        changes: How many there were.
        since: When the first of these changes was.
        over: When it last changed, once it has settled; None while it goes on.
    """

    changes: int
    since: datetime
    over: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningJob:
    """A job that an alert tells of.

    Attributes:
        kind: What it makes.
        started: When it started.
        reply_ref: Free text of whoever started it; it must be cleaned before anyone sees it.
        account: The account that runs it; None if the topic names it, or nobody knows.
        usual: How long such jobs usually take, where it is stuck; None if too little is known.
    """

    kind: JobKind
    started: datetime
    reply_ref: str | None = None
    account: str | None = None
    usual: UsualDuration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a look shows of a topic besides its condition.

    Attributes:
        in_use: Number of slots in use, of an account or the whole provider, at the look that its message shows.
        limit: Number of slots in all; None if unknown.
        inferred: True if *full* was inferred from the account's absence in the provider's list.
        warn: The number of free slots at or below which the pool is low.
        sentence: Why the provider is silent, and what to do; or why an account can't be used, or couldn't.
        until: When its credits come back, or its session ends.
        ended: Whether its session had ended by the look.
        used_percent: How much of its quota is used.
        needs_person: Whether only a person can mend the failure.
        shared: The cause that the failure shares with other providers; given for its end, too.
        stuck: The job that is stuck; where nothing is free, the one that has run longest, if it is stuck.
        longest: The job that has run longest, where nothing is free and it is not stuck.
        waiting: How many people wait for a slot, where nothing is free.
        offered: How many of its free slots are offered to people who waited.
        offered_to: To how many people.
    """

    in_use: int = 0
    limit: int | None = None
    inferred: bool = False
    warn: int | None = None
    sentence: str | None = None
    until: datetime | None = None
    ended: bool = False
    used_percent: float | None = None
    needs_person: bool = False
    shared: SharedCause | None = None
    stuck: RunningJob | None = None
    longest: RunningJob | None = None
    waiting: int = 0
    offered: int = 0
    offered_to: int = 0

    @property
    def is_all_offered(self) -> bool:
        """True if every slot that is free is offered to somebody who waited."""
        return self.offered > 0 and self.limit is not None and self.limit - self.in_use <= self.offered


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What became of one topic.

    Attributes:
        topic: What it is about.
        what: What became of it.
        since: When that was first seen.
        details: What the look showed besides.
        lasted: How long the incident lasted, if this is its end.
        lasted_witnessed: Whether its beginning and its end were seen; otherwise it lasted at least that long.
        changes: How often it changed since it was last told, this time included.
        before: What was last told of it.
        hold: How long it had to last before it counted.
        withheld: What kept earlier changes from being told.
        flaps: How often it changed, where it keeps changing.
        closed: How it ended, where the message was told while it was under way.
        disproved: True if the look that its message shows by now contradicts it: an end no longer holds, or an
            incident will be over if the change outlasts its hold.
        live: Whether later changes are written into this message, and nowhere else.
        frees: How soon a slot usually frees, counted from ``Part.at``; None if too little is known.
        loudness: How loud it was told; None if it was not told, or in alerts from before that was recorded.
        loudness_reason: Why it was that loud; None as above.
        watch: The number of the watch that spoke for it; None in alerts from before that was recorded.
        reason: Why it was told, or was not; None in alerts from before that was recorded.
    """

    topic: Topic
    what: Condition
    since: datetime
    details: Details = field(default_factory=Details)
    lasted: timedelta | None = None
    lasted_witnessed: bool = False
    changes: int = 1
    before: Condition | None = None
    hold: timedelta = timedelta()
    withheld: Withheld | None = None
    flaps: Flaps | None = None
    closed: Closed | None = None
    disproved: bool = False
    live: bool = False
    frees: SlotForecast | None = None
    loudness: Loudness | None = None
    loudness_reason: LoudnessReason | None = None
    watch: int | None = None
    reason: Reason | None = None

    @property
    def is_flapping(self) -> bool:
        """True while its topic keeps changing, which its message counts."""
        return self.flaps is not None and self.flaps.over is None
