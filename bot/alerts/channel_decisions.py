"""Who is told what after one look: every channel, every topic, judged one by one and gathered into messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert, Cause, Digest
from bot.alerts.alert_state import AlertState
from bot.alerts.amendment import Amendment
from bot.alerts.audience import Audience
from bot.alerts.composition import PINGING, compose, key_of, part_of
from bot.alerts.decision import Decision, Reason, Rule, decide, is_unchanged
from bot.alerts.evaluation import Evaluation, Unsent
from bot.alerts.facts import Fact, of_accounts, of_jobs, of_pool, of_provider
from bot.alerts.first_sight import first_sight
from bot.alerts.forecast import Forecast
from bot.alerts.news import Closed, News, Withheld
from bot.alerts.policy import Policy
from bot.alerts.provider_memory import ProviderMemory
from bot.subscriptions.topic import POOL, Condition, TopicKind
from bot.subscriptions.watch import Watch, narrowest


@dataclass(frozen=True, slots=True, kw_only=True)
class LookContext:
    """One look, before anyone is told.

    Attributes:
        provider: Which provider was looked at.
        at: When.
        experience: What is known from the past.
        was: What was remembered before.
        now: What is known now; its stories are still those of before.
        seen: What is true of the accounts; None where the look failed.
        sentence: Why the look failed, where it did.
    """

    provider: str
    at: datetime
    experience: Forecast
    was: ProviderMemory
    now: ProviderMemory
    seen: Snapshot | None = None
    sentence: str | None = None

    def away(self, policy: Policy) -> Digest | None:
        """Tell since when nobody looked, where that is long enough to say so."""
        looked = self.was.looked_at
        if self.seen is None or looked is None or self.at - looked < policy.away_after:
            return None
        return Digest(cause=Cause.AWAY, since=looked)


@dataclass(slots=True, kw_only=True)
class _Channel:
    """What one look means for one channel, gathered while its topics are judged."""

    id: int
    key: str
    stories: list[AlertState] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    said: list[tuple[News, Watch]] = field(default_factory=list)
    unsaid: dict[Withheld, list[News]] = field(default_factory=dict)
    quiet_over: bool = False


def decide_for_channels(scene: LookContext, audience: Audience, policy: Policy) -> Evaluation:
    """Judge every topic of every channel that listens, and gather what they are told."""
    facts = tuple(_facts(scene))
    listening = audience.channels(scene.provider)
    channels = [_judged(scene, number, watches, facts, audience, policy) for number, watches in listening.items()]
    changed = tuple(story for channel in channels for story in channel.stories)
    ended = tuple(story for story in scene.was.stories.values() if not _goes_on(story, listening, scene))
    stories = {**scene.was.stories, **{(story.channel, story.topic): story for story in changed}}
    for story in ended:
        del stories[story.channel, story.topic]
    return Evaluation(
        remembered=replace(scene.now, stories=stories),
        stories=changed,
        ended=ended,
        snapshot=scene.seen,
        alerts=tuple(alert for channel in channels for alert in _alerts(scene, channel, policy)),
        unsent=tuple(unsent for channel in channels for unsent in _unsent(scene, channel)),
        amendments=(
            *(amendment for channel in channels for amendment in channel.amendments),
            *(amendment for story in ended for amendment in _left(scene, story)),
        ),
    )


def _facts(scene: LookContext) -> Iterator[Fact]:
    """Tell what the look shows, whoever listens."""
    yield of_provider(scene.now.health, scene.sentence)
    if scene.seen is None:
        return
    yield from of_accounts(scene.seen)
    known = {topic for _, topic in scene.was.stories if topic.kind is TopicKind.JOB}
    yield from of_jobs(scene.seen, lambda job: scene.experience.is_stuck(scene.provider, job, scene.at), known)


def _judged(
    scene: LookContext,
    number: int,
    watches: Sequence[Watch],
    facts: Sequence[Fact],
    audience: Audience,
    policy: Policy,
) -> _Channel:
    channel = _Channel(id=number, key=key_of(number, scene.provider, scene.at))
    for fact, watch in _followed(scene, facts, watches):
        story = scene.was.stories.get((number, fact.topic))
        if story is not None and is_unchanged(story, fact.what):
            continue
        hindrance = audience.hindrance(watch, scene.provider, fact.topic, scene.at)
        rule = Rule(watch=watch, hindrance=hindrance, policy=policy)
        judged = decide(story or first_sight(number, fact, scene.was, scene.at), fact, rule, scene.at, channel.key)
        if judged.story != story:
            channel.stories.append(judged.story)
        _gather(scene, channel, judged, watch)
    return channel


def _followed(scene: LookContext, facts: Sequence[Fact], watches: Sequence[Watch]) -> Iterator[tuple[Fact, Watch]]:
    """Pair what the look shows with the watch of a channel that speaks for it."""
    for fact in facts:
        if (watch := narrowest(watches, fact.topic)) is not None:
            yield fact, watch
    warning = narrowest(watches, POOL)
    if scene.seen is None or warning is None or warning.warn is None:
        return
    if (pool := of_pool(scene.seen, warning.warn)) is not None:
        yield pool, warning


def _gather(scene: LookContext, channel: _Channel, judged: Decision, watch: Watch) -> None:
    if judged.change is not None:
        key, topic, to = judged.change.key, judged.story.topic, judged.change.to
        channel.amendments.append(Amendment(key=key, provider=scene.provider, topic=topic, at=scene.at, change=to))
    if judged.said is not None:
        channel.said.append((_foretold(scene, judged.said), watch))
        channel.quiet_over |= judged.reason is Reason.QUIET_OVER
    if judged.unsaid is not None:
        news, withheld = judged.unsaid
        channel.unsaid.setdefault(withheld, []).append(news)


def _foretold(scene: LookContext, news: News) -> News:
    """Add when a full account usually has a slot again."""
    if news.what is not Condition.FULL or news.flaps is not None or scene.seen is None:
        return news
    return replace(news, frees=scene.experience.forecast_slot(scene.seen, news.topic.account))


def _alerts(scene: LookContext, channel: _Channel, policy: Policy) -> Iterator[Alert]:
    if not channel.said:
        return
    digest = scene.away(policy) or (Digest(cause=Cause.QUIET_OVER) if channel.quiet_over else None)
    news = [one for one, _ in channel.said]
    yield compose(
        channel.key,
        channel.id,
        part_of(scene.provider, scene.at, news, scene.seen, digest),
        (watch.role for one, watch in channel.said if one.what in PINGING),
        gathers_until=None if digest is None else scene.at + policy.gathering,
    )


def _unsent(scene: LookContext, channel: _Channel) -> Iterator[Unsent]:
    for withheld, news in channel.unsaid.items():
        part = part_of(scene.provider, scene.at, news, scene.seen)
        yield Unsent(alert=compose(key_of(channel.key, withheld), channel.id, part), withheld=withheld)


def _goes_on(story: AlertState, listening: dict[int, list[Watch]], scene: LookContext) -> bool:
    """Tell whether a channel still follows a topic, and the topic is still there."""
    if story.topic.kind is TopicKind.ACCOUNT and story.topic.account not in scene.now.roster:
        return False
    if story.topic.kind is TopicKind.JOB and story.seen is story.counts is Condition.GOES_ON:
        return False
    return narrowest(listening.get(story.channel, ()), story.topic) is not None


def _left(scene: LookContext, story: AlertState) -> Iterator[Amendment]:
    """Close the messages of a topic that nobody follows any more: none may claim for ever to be under way."""
    for key in (story.open, None if story.flapping is None else story.flapping.key):
        if key is not None:
            closed = Closed(at=scene.at)
            yield Amendment(key=key, provider=scene.provider, topic=story.topic, at=scene.at, change=closed)
