"""What is remembered between looks and across restarts: of a provider, and what each channel was told of each topic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from bot.accounts.account_health import fault_kind, used_up
from bot.accounts.failure_streak import FailureStreak
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.health_conditions import WELL, may_be_old
from bot.alerts.news import Details, Flaps, Withheld
from bot.alerts.slot_conditions import Fact
from bot.errors import SharedCause
from bot.subscriptions.topics_and_conditions import OF_HEALTH, Condition, Topic, TopicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Flapping:
    """A message that tells of a topic that keeps changing.

    Attributes:
        key: The alert's key.
        flaps: What it says.
    """

    key: str
    flaps: Flaps


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """What one channel was told of one topic, and what has happened since.

    Attributes:
        channel: The channel's id.
        topic: What it is about.
        announced: The condition that the channel was last told, or knew from the start; None if its last message no
            longer says how things are, or may never have arrived.
        current: The current condition, once it has outlasted the hold.
        current_since: When ``current`` was first observed.
        current_witnessed: True if the change to ``current`` was seen happening; otherwise it may be older.
        current_after: The time of the last look before ``current``, if the change to it fell into an absence.
        previous_since: When the condition before ``current`` was first observed.
        previous_witnessed: True if the change to that condition was seen happening.
        observed: The condition in the newest look that was certain.
        observed_since: Since when looks have shown ``observed``.
        observed_after: As ``current_after``, but for ``observed``.
        unannounced_changes: How often ``current`` has changed since it was last told.
        change_times: The times of the newest changes of ``current``, the oldest first.
        announced_in: The key of the alert that told it last.
        open_alert: The key of the alert that shows its incident as under way.
        flapping: The message that counts its changes, while it keeps changing.
        withheld: What kept the newest change from being told.
        shared: The cause that the failure which was last told, or is to be told, shares with other providers.
        needs_person: Whether only a person can mend that failure.
        fault: Why the account can't be used, or could not until lately, in the provider's words.
        pinged_at: When a role was last pinged about a provider's slots; it is not pinged again within
            ``PING_AGAIN_AFTER``.
        unheard: True if it was last told silently that there is room, since every free slot was offered to people who
            waited.
    """

    channel: int
    topic: Topic
    announced: Condition | None
    current: Condition
    current_since: datetime
    current_witnessed: bool
    current_after: datetime | None = None
    previous_since: datetime | None = None
    previous_witnessed: bool = False
    observed: Condition
    observed_since: datetime
    observed_after: datetime | None = None
    unannounced_changes: int = 0
    change_times: tuple[datetime, ...] = ()
    announced_in: str | None = None
    open_alert: str | None = None
    flapping: Flapping | None = None
    withheld: Withheld | None = None
    shared: SharedCause | None = None
    needs_person: bool = False
    fault: str | None = None
    pinged_at: datetime | None = None
    unheard: bool = False

    def tells(self, condition: Condition) -> bool:
        """Return whether the channel knows the topic to be in this condition, and is to be told nothing else of it."""
        return (
            self.announced is self.current is self.observed is condition
            and self.flapping is None
            and self.withheld is None
            and not self.unannounced_changes
        )

    def is_unchanged_by(self, fact: Fact) -> bool:
        """Return whether a look that shows this fact changes nothing, which is the usual case."""
        anew = self.needs_person_anew(fact) or self.has_room_for_all(fact)
        return self.tells(fact.what) and not anew

    def has_room_for_all(self, fact: Fact) -> bool:
        """Return True if slots that were all on offer when they were last told are free for everybody now."""
        return self.unheard and fact.what is self.current and not fact.what.opens and not fact.details.is_all_offered

    def observing(self, fact: Fact, at: datetime, away_since: datetime | None) -> Self:
        """Return the state after a look that shows this fact; ``away_since`` is when an absence before it began."""
        if fact.what is self.observed:
            # A moment in the future was noted before the clock was set back; the hold must not wait for it.
            return self if self.observed_since <= at else replace(self, observed_since=at)
        # Even after an absence it is known how long a provider was unchecked, and when a job started.
        dated = fact.since is not None or fact.topic.kind is TopicKind.PROVIDER
        after = None if dated else away_since
        return replace(self, observed=fact.what, observed_since=fact.since or at, observed_after=after)

    def adopting(self, fact: Fact, change_times: tuple[datetime, ...]) -> Self:
        """Return the state once the observed condition has outlasted its hold: it is the current one from now on."""
        return replace(
            self.with_reason(fact),
            current=self.observed,
            current_since=self.observed_since,
            current_witnessed=self.observed_after is None,
            current_after=self.observed_after,
            previous_since=self.current_since,
            previous_witnessed=self.current_witnessed,
            unannounced_changes=self.unannounced_changes + 1,
            change_times=change_times,
        )

    def announced_by(self, key: str, fact: Fact, *, flapping: Flapping | None = None) -> Self:
        """Return the state after the alert with this key told the current condition."""
        return replace(
            self.with_reason(fact),
            announced=self.current,
            announced_in=key,
            open_alert=key if self.current.opens and flapping is None else None,
            unannounced_changes=0,
            flapping=flapping,
            withheld=None,
        )

    def with_reason(self, fact: Fact) -> Self:
        """Note why a provider fails, or an account can't be used: the alert about the end names the reason, too."""
        if not fact.what.opens:
            return self
        shared, needs_person = fact.details.shared, fact.details.needs_person
        fault = fact.details.sentence if fact.what is Condition.UNUSABLE else None
        if (self.shared, self.needs_person, self.fault) == (shared, needs_person, fault):
            return self  # as most accounts are: nothing in a look takes as long as replacing
        return replace(self, shared=shared, needs_person=needs_person, fault=fault)

    @property
    def previous_lasted(self) -> timedelta | None:
        """How long looks showed the previous condition; a clock that was set back makes it zero, never less."""
        if self.previous_since is None:
            return None
        return max((self.current_after or self.current_since) - self.previous_since, timedelta())

    def with_cause(self, details: Details) -> Details:
        """Return the details of an incident's end, with the cause of the incident."""
        sentence = self.fault or details.sentence
        if (self.shared, sentence) == (details.shared, details.sentence):
            return details
        return replace(details, shared=self.shared, sentence=sentence)

    def needs_person_anew(self, fact: Fact) -> bool:
        """Return True if a provider or account goes on failing, but somebody must now act, or act differently.

        A failure on which nobody must act is no news after one that needed a person: it does not prove that they acted.
        """
        if fact.what is not self.current or not fact.details.needs_person:
            return False
        if fact.what is Condition.UNUSABLE:
            known, shown = self.fault, fact.details.sentence
            if known is None or shown is None or known == shown:
                return False
            return fault_kind(known) is not fault_kind(shown)
        # A shared cause says what to do; without one it is only known that somebody must act.
        anew = fact.details.shared is not self.shared or (fact.details.shared is None and not self.needs_person)
        return fact.what is Condition.SILENT and anew


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderMemory:
    """What is remembered of a provider.

    Attributes:
        roster: What is known of its accounts, by account.
        streak: The failed looks since its last good one.
        looked_at: When a look last succeeded.
        missing_since: Since when no account is set up there; None while one is.
        alert_states: What each channel was told of it, by channel and topic.
    """

    roster: Mapping[str, RosterEntry] = field(default_factory=dict)
    streak: FailureStreak = field(default_factory=FailureStreak)
    looked_at: datetime | None = None
    missing_since: datetime | None = None
    alert_states: Mapping[tuple[int, Topic], AlertState] = field(default_factory=dict)


def initial_state(channel: int, fact: Fact, before: ProviderMemory, after: ProviderMemory, at: datetime) -> AlertState:
    """Return the state of a topic that is new to a channel: what was remembered of it, else what the look shows.

    It counts as told already, so that nobody is alerted to what has long been so.
    """
    condition, since, witnessed = fact.what, fact.since or at, False
    known = before.roster.get(fact.topic.account) if fact.topic.kind is TopicKind.ACCOUNT else None
    if known is not None and known.settled is not None and known.since is not None:
        condition = Condition.FULL if known.settled is AccountState.FULL else Condition.FREED
        since, witnessed = known.since, known.since_witnessed
    elif fact.topic.kind is TopicKind.SLOTS and (settled := _settled(before, at)):
        full = all(entry.settled is AccountState.FULL for entry in settled)
        condition = Condition.NOTHING_FREE if full else Condition.HAS_ROOM
        newest = max(settled, key=lambda entry: entry.since or at)
        since, witnessed = newest.since or at, full and newest.since_witnessed
    elif fact.topic.kind is TopicKind.PROVIDER:
        failing = before.streak.failing
        condition = Condition.SILENT if failing else Condition.ANSWERS
        since, witnessed = (before.streak.since or at) if failing else at, failing
    elif fact.topic.kind is TopicKind.JOB:
        # A job becomes a topic only when it is stuck: that is news, and it was not stuck before.
        condition, since = Condition.GOES_ON, at
    elif fact.topic.kind in OF_HEALTH and not may_be_old(
        fact.topic, before.roster.get(fact.topic.account), after.roster.get(fact.topic.account), at
    ):
        condition, since = WELL[fact.topic.kind], at
    return AlertState(
        channel=channel,
        topic=fact.topic,
        announced=condition,
        current=condition,
        current_since=since,
        current_witnessed=witnessed,
        observed=condition,
        observed_since=since,
        shared=fact.details.shared if condition is Condition.SILENT else None,
        needs_person=condition is Condition.SILENT and fact.details.needs_person,
        fault=fact.details.sentence if condition is Condition.UNUSABLE else None,
    )


def _settled(before: ProviderMemory, at: datetime) -> list[RosterEntry]:
    """Return the accounts that decided, before the look at ``at``, whether anything was free."""
    then = before.looked_at or at
    return [
        entry
        for entry in before.roster.values()
        if entry.settled is not None and entry.fault is None and used_up(entry.health, then) is None
    ]
