"""What a decision depends on besides its topic: the moment, the watch that speaks, and what hinders it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.alert_thresholds import AlertThresholds
from bot.alerts.amendment import Amendment
from bot.alerts.news import Closed, News, Withheld
from bot.history.stuck_jobs import GONE_AFTER
from bot.subscriptions.topic import Topic, TopicKind
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
