"""Watches: the rules by which channels hear of providers and accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.topics_and_conditions import OF_ACCOUNTS, OF_HEALTH, Condition, Topic, TopicKind

FROM_SETTINGS = 0
"""The id of the watches that ``ALERT_CHANNEL_ID`` and ``SLACK_ALERT_CHANNEL_ID`` make, one on each platform."""

MAX_PER_GUILD = 100

LONGEST_HOLD = timedelta(days=1)


class Tell(StrEnum):
    """What a watch hears of: a provider as a whole, its accounts, or both; or only stuck jobs, or accounts' health."""

    EVERYTHING = "everything"
    PROVIDER = "provider"
    ACCOUNTS = "accounts"
    STUCK = "stuck"
    HEALTH = "health"

    @property
    def alone(self) -> bool:
        """Return whether it hears of one subject only, and not even whether the provider answers."""
        return self in {Tell.STUCK, Tell.HEALTH}


class When(StrEnum):
    """Which changes a watch hears of: filling up, freeing, or both."""

    BOTH = "both"
    FULL = "full"
    FREED = "freed"


class Ping(StrEnum):
    """When a watch pings its role: once its whole subject is full, for each account that fills up, or never."""

    NOTHING_FREE = "nothing_free"
    ANY_FULL = "any_full"
    NOBODY = "nobody"


class Style(StrEnum):
    """How an incident is told: a message when it begins and another when it ends, or one that is edited."""

    POST = "post"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The rule that a channel hears of a provider or an account.

    Attributes:
        id: Its number, by which people name it; ``FROM_SETTINGS`` for a watch from the settings.
        guild: The guild that the channel belongs to; None for a watch from the settings.
        channel: The channel that is told.
        provider: The provider that it listens to; None for all of them.
        account: The one account that it listens to; None for all of them.
        role: The role that is pinged.
        tell: What it hears of.
        when: Which changes it hears of.
        ping: When the role is pinged.
        hold: How long a state must last before it counts.
        warn: The number of free slots at or below which a provider's pool is low; None to hear nothing of it.
        quota: How much of an account's stored quota must be used, in percent; None to hear nothing of it.
        quiet: When it says nothing.
        style: How an incident is told.
    """

    id: int
    guild: int | None
    channel: int
    provider: str | None = None
    account: str | None = None
    role: int | None = None
    tell: Tell = Tell.EVERYTHING
    when: When = When.BOTH
    ping: Ping = Ping.NOTHING_FREE
    hold: timedelta = timedelta()
    warn: int | None = None
    quota: int | None = None
    quiet: QuietHours | None = None
    style: Style = Style.POST

    @property
    def pinged_role(self) -> int | None:
        """The role that it pings, at least for what a person must fix; None if it pings nobody."""
        return None if self.ping is Ping.NOBODY else self.role

    def listens_to(self, provider: str) -> bool:
        """Return whether it listens to a provider, or to one of its accounts."""
        return self.provider in {None, provider}

    def follows(self, topic: Topic) -> bool:
        """Return whether it follows a topic of a provider that it listens to.

        All but those of one subject follow whether the provider answers. A watch for one account does not follow the
        provider's slots as a whole, and only a watch with a ``warn`` follows how few are free.
        """
        match topic.kind:
            case TopicKind.PROVIDER:
                return not self.tell.alone
            case TopicKind.POOL:
                return self.warn is not None and not self.tell.alone
            case TopicKind.QUOTA_USED:
                return self.quota is not None and self.tell is not Tell.STUCK and self.account in {None, topic.account}
            case TopicKind.SLOTS:
                return topic.kind in _KINDS[self.tell] and self.account is None
            case _:
                return topic.kind in _KINDS[self.tell] and self.account in {None, topic.account}

    def asks(self, what: Condition) -> bool:
        """Return whether it wants to hear of a condition, as ``when`` says; never that a stuck job goes on."""
        return what not in {Condition.GOES_ON, *_UNASKED[self.when]}

    def covers(self, other: "Watch") -> bool:
        """Return whether another watch asks for the same of the same provider and account, in the same channel."""
        same = (self.channel, self.provider, self.account) == (other.channel, other.provider, other.account)
        return same and bool(_KINDS[self.tell] & _KINDS[other.tell])


def narrowest_watch(watches: Iterable[Watch], topic: Topic) -> Watch | None:
    """Return which of the watches of one channel and provider speaks for a topic: the narrowest one that follows it.

    A watch for the account comes before one for its provider, and that before one for all providers; for the pool and
    the provider itself, a watch for one account comes last. So a watch can be an exception to a wider one.
    """
    following = [watch for watch in watches if watch.follows(topic)]
    about_account = topic.kind in {TopicKind.JOB, *OF_ACCOUNTS}
    return min(
        following,
        key=lambda watch: ((watch.account is None) is about_account, watch.provider is None, watch.id),
        default=None,
    )


_UNASKED: Mapping[When, frozenset[Condition]] = {
    When.BOTH: frozenset(),
    When.FULL: frozenset({Condition.FREED, Condition.HAS_ROOM}),
    When.FREED: frozenset({Condition.FULL, Condition.NOTHING_FREE}),
}

_KINDS: Mapping[Tell, frozenset[TopicKind]] = {
    Tell.EVERYTHING: frozenset({TopicKind.SLOTS, TopicKind.ACCOUNT, *OF_HEALTH}),
    Tell.PROVIDER: frozenset({TopicKind.SLOTS}),
    Tell.ACCOUNTS: frozenset({TopicKind.ACCOUNT, *OF_HEALTH}),
    Tell.STUCK: frozenset({TopicKind.JOB}),
    Tell.HEALTH: OF_HEALTH,
}
"""The topics that a watch hears of, besides whether the provider answers, its pool, and quotas."""
