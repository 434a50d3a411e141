"""What decisions depend on: at a look, on what was known before and after it; for a topic, on the watch that speaks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.accounts.job import Job, JobKind
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Digest
from bot.alerts.alert_composition import FreeSlots
from bot.alerts.alert_state import AlertState, ProviderMemory, previous_lasted
from bot.alerts.amendment import Amendment
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.news import Closed, News, Reason, Withheld
from bot.alerts.slot_conditions import Fact
from bot.errors import LookFailed
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import GONE_AFTER, UsualDuration
from bot.subscriptions.topics_and_conditions import Topic, TopicKind
from bot.subscriptions.watch import Style, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContext:
    """What a decision depends on besides the topic itself.

    Attributes:
        provider: The provider that was looked at.
        at: The time of the look.
        key: The key of the alert that will tell the news, if any is told.
        watch: The watch that speaks for the topic in its channel.
        hindrance: What keeps the channel from being told at this time.
        thresholds: The numbers that hold for all watches.
        away_since: When the last look before this was, if that is so long ago that changes may have been missed.
    """

    provider: str
    at: datetime
    key: str
    watch: Watch
    hindrance: Withheld | None
    thresholds: AlertThresholds
    away_since: datetime | None = None

    def hold(self, topic: Topic) -> timedelta:
        """Return how long a condition must last before it counts."""
        match topic.kind:
            case TopicKind.ACCOUNT | TopicKind.SLOTS | TopicKind.POOL:
                return self.watch.hold
            case TopicKind.JOB:
                return GONE_AFTER
            case _:
                # Failures were counted already, an answer is proof enough, and account lists are read seldom.
                return timedelta()

    def edits(self, topic: Topic) -> bool:
        """Return whether one message tells the beginning of an incident and is edited to tell its end."""
        return self.watch.style is Style.EDIT and topic.kind is not TopicKind.JOB

    def amendment(self, key: str, topic: Topic, change: Closed | News) -> Amendment:
        """Return the change to what an earlier alert says of a topic."""
        return Amendment(key=key, provider=self.provider, topic=topic, at=self.at, change=change)

    def news_of(self, state: AlertState, fact: Fact, reason: Reason) -> News:
        """Return the news of a topic as it is now, to be told or recorded for this reason."""
        lasted = None if state.current.opens else previous_lasted(state)
        return News(
            topic=state.topic,
            what=state.current,
            since=state.current_since,
            details=fact.details if state.current.opens else state.with_cause(fact.details),
            lasted=lasted,
            lasted_witnessed=lasted is not None and state.previous_witnessed and state.current_witnessed,
            changes=max(state.unannounced_changes, 1),
            before=state.announced,
            hold=self.hold(state.topic),
            withheld=state.withheld,
            live=self.edits(state.topic),
            watch=self.watch.id,
            reason=reason,
        )


class Forecast(Protocol):
    """What is known of how long jobs last."""

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:
        """Return whether a job has run for longer than such jobs do."""
        ...

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:
        """Return how long such jobs usually take; None if too little is known."""
        ...

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:
        """Return how soon an account, or a provider, usually has a slot again; None if too little is known."""
        ...


class NoForecast:
    """Knows nothing yet."""

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:  # noqa: ARG002 - nothing is known of any
        """Call no job stuck."""
        return False

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:  # noqa: ARG002 - as above
        """Know nothing."""
        return None

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:  # noqa: ARG002 - as above
        """Forecast nothing."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookContext:
    """One look, before anything is decided.

    Attributes:
        provider: The provider that was looked at.
        at: The time of the look.
        forecast: What is known from the past.
        before: What was remembered before the look.
        after: What is remembered from now on; its alert states are still those of before.
        snapshot: Every account after the look; None if the look failed.
        slots: What it shows of free slots.
        offers: Which of them are offered to people who waited.
        failure: Why the look failed, if it did.
        absence: The digest of a look after an absence: nobody looked for so long that changes may have been missed.
    """

    provider: str
    at: datetime
    forecast: Forecast
    before: ProviderMemory
    after: ProviderMemory
    snapshot: Snapshot | None = None
    slots: FreeSlots | None = None
    offers: OpenOffers = NO_OFFERS
    failure: LookFailed | None = None
    absence: Digest | None = None
