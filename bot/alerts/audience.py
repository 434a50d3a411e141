"""Who is told at a moment: the watches, their mutes, and which of a look's facts each channel follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import Snapshot
from bot.alerts.health_conditions import of_quotas
from bot.alerts.slot_conditions import Fact, of_pool
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import POOL, Topic, TopicKind
from bot.subscriptions.watch import Watch, narrowest_watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told.

    Attributes:
        watches: Every watch.
        mutes: What is muted where, the ended ones included.
        paused: The channels that take no alerts, and why.
    """

    watches: tuple[Watch, ...] = ()
    mutes: tuple[Mute, ...] = ()
    paused: Mapping[int, str] = field(default_factory=dict)

    def channels(self, provider: str) -> dict[int, list[Watch]]:
        """Return the watches of a provider by channel, each of which gets one message for what a look changes."""
        channels: dict[int, list[Watch]] = {}
        for watch in self.watches:
            if watch.listens_to(provider):
                channels.setdefault(watch.channel, []).append(watch)
        return channels


class Speakers:
    """Which of one channel's watches speaks for each topic; each answer is kept for the next time.

    Args:
        watches: Those of one channel that listen to the provider.
    """

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.watches = watches
        self._named = {watch.account for watch in watches if watch.account is not None}
        self._speakers: dict[tuple[TopicKind, str | None], Watch | None] = {}

    @property
    def accounts(self) -> set[str] | None:
        """The accounts that these watches follow; None if one of them follows all."""
        return None if any(watch.account is None for watch in self.watches) else self._named

    def of(self, topic: Topic) -> Watch | None:
        """Return the watch that speaks for a topic."""
        # All accounts that no watch names have the same speaker.
        key = (topic.kind, topic.account if topic.account in self._named else None)
        if key not in self._speakers:
            self._speakers[key] = narrowest_watch(self.watches, topic)
        return self._speakers[key]


class FollowedFacts:
    """The facts of one look.

    Args:
        facts: What the look shows, whoever follows it.
        seen: The snapshot, for facts that depend on a watch; None if the look failed.
        offers: Which free slots are offered to people who waited.
    """

    def __init__(self, facts: Iterable[Fact], seen: Snapshot | None, offers: OpenOffers = NO_OFFERS) -> None:
        self._facts = tuple(facts)
        self._seen = seen
        self._offers = offers
        self._quotas = () if seen is None else tuple(of_quotas(seen))
        self._pools: dict[int, Fact | None] = {}
        self._of_account: dict[str, list[tuple[int, Fact]]] = {}
        for place, fact in enumerate(self._facts):
            self._of_account.setdefault(fact.topic.account, []).append((place, fact))

    def of(self, speakers: Speakers) -> Iterator[tuple[Fact, Watch]]:
        """Yield what a channel follows, each with the watch that speaks for it."""
        for fact in self._about(speakers.accounts):
            if (watch := speakers.of(fact.topic)) is not None:
                yield fact, watch
        for topic, fact_for in self._quotas:
            speaking = speakers.of(topic)
            if speaking is not None and speaking.quota is not None:
                yield fact_for(speaking.quota), speaking
        warning = speakers.of(POOL)
        if warning is not None and warning.warn is not None and (pool := self._pool(warning.warn)) is not None:
            yield pool, warning

    def _about(self, accounts: set[str] | None) -> Iterable[Fact]:
        """Return the facts about these accounts and those about no account, in their order."""
        if accounts is None:
            return self._facts
        placed = [one for account in {"", *accounts} for one in self._of_account.get(account, ())]
        return [fact for _, fact in sorted(placed, key=itemgetter(0))]

    def _pool(self, warn: int) -> Fact | None:
        if warn not in self._pools:
            self._pools[warn] = None if self._seen is None else of_pool(self._seen, warn, self._offers)
        return self._pools[warn]
