"""Who hears what: a watch is a channel that listens to providers."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.topic import Condition, Topic, TopicKind

FROM_SETTINGS = 0
"""The id of the watch that ``ALERT_CHANNEL_ID`` makes."""

MAX_PER_GUILD = 100

LONGEST_HOLD = timedelta(days=1)


class When(StrEnum):
    """Which changes of accounts a watch hears; or of jobs that are stuck, and of nothing else."""

    BOTH = "both"
    FULL = "full"
    FREED = "freed"
    STUCK = "stuck"


class Style(StrEnum):
    """How an incident is told: a message when it begins and another when it ends, or one that is edited."""

    POST = "post"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A channel that listens.

    Attributes:
        id: Its number, by which people name it; ``FROM_SETTINGS`` for the one that the settings make.
        guild: The guild that the channel belongs to; None for the one from the settings.
        channel: The channel that is told.
        provider: The provider that it listens to; None for all of them.
        account: The one account that it listens to; None for all of them.
        role: The role that is pinged when an account is full, or the pool low.
        when: Which changes it hears.
        hold: How long a state must last before it counts.
        warn: The number of free slots at or below which a provider's pool is low; None for not to hear of it.
        quiet: When it says nothing.
        style: How an incident is told.
    """

    id: int
    guild: int | None
    channel: int
    provider: str | None = None
    account: str | None = None
    role: int | None = None
    when: When = When.BOTH
    hold: timedelta = timedelta()
    warn: int | None = None
    quiet: QuietHours | None = None
    style: Style = Style.POST

    @property
    def pings(self) -> bool:
        """Return whether there is anything for which it would ping its role."""
        return self.when is not When.FREED or self.warn is not None

    def listens_to(self, provider: str) -> bool:
        """Return whether it is about a provider at all."""
        return self.provider in {None, provider}

    def follows(self, topic: Topic) -> bool:
        """Return whether it follows a topic of a provider that it listens to.

        Whether the provider answers is everybody's, the pool that of a watch that has a ``warn``, a job that of one
        that wants to hear of stuck ones.
        """
        if (topic.kind is TopicKind.JOB) is not (self.when is When.STUCK):
            return False
        if topic.kind in {TopicKind.ACCOUNT, TopicKind.JOB}:
            return self.account in {None, topic.account}
        return topic.kind is TopicKind.PROVIDER or self.warn is not None

    def asks(self, what: Condition) -> bool:
        """Return whether it asks to be told this condition: both of pool and provider, never a job's end."""
        unasked = {When.FULL: {Condition.FREED}, When.FREED: {Condition.FULL}}.get(self.when, set())
        return what not in {Condition.GOES_ON, *unasked}

    def covers(self, other: "Watch") -> bool:
        """Return whether another watch asks for the same: the same channel, provider and account."""
        same = (self.channel, self.provider, self.account) == (other.channel, other.provider, other.account)
        return same and (self.when is When.STUCK) is (other.when is When.STUCK)
