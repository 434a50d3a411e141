"""What one look means for every channel: each topic is decided by itself, the outcome gathered into messages."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.accounts.job import Job
from bot.alerts.alert import Alert, Cause, Digest
from bot.alerts.alert_composition import compose, key_of, part_of
from bot.alerts.alert_state import AlertState
from bot.alerts.amendment import Amendment
from bot.alerts.audience import Audience, FollowedFacts, Speakers
from bot.alerts.decision_context import DecisionContext, LookContext
from bot.alerts.decision_rules import Decision, decide, is_unchanged
from bot.alerts.evaluation import Evaluation, Steps, Unsent
from bot.alerts.flapping_and_absence import AlertThresholds
from bot.alerts.health_facts import of_health
from bot.alerts.initial_alert_state import initial_state
from bot.alerts.look_facts import Fact, of_accounts, of_jobs, of_provider, of_slots
from bot.alerts.news import Closed, Loudness, LoudnessReason, News, Reason, Withheld
from bot.alerts.ping_rules import is_rationed, loudness_of
from bot.alerts.undecided_alert_states import closing_amendments, end_of_counting, is_remembered
from bot.alerts.withholding_rules import Hindrance, hindrances
from bot.subscriptions.topic import OF_HEALTH, SLOTS, Condition, Topic, TopicKind
from bot.subscriptions.watch import Watch

TOPICS_A_STEP, STATES_A_STEP = 50, 500
"""Maximum number of topics decided, and of alert states only looked through, before other tasks may run."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """News that a channel is told, the watch that speaks for it, and what to remember of its topic."""

    news: News
    watch: Watch
    state: AlertState


@dataclass(slots=True, kw_only=True)
class _ChannelOutcome:
    """What one look means for one channel, filled while its topics are decided.

    ``counted`` are the topics that the look shows and whose changes a message counted before it.
    """

    channel: int
    key: str
    hears_of_slots: bool
    states: dict[Topic, AlertState] = field(default_factory=dict)
    counted: set[Topic] = field(default_factory=set)
    amendments: list[Amendment] = field(default_factory=list)
    told: list[_Told] = field(default_factory=list)
    withheld: dict[Withheld, list[News]] = field(default_factory=dict)
    digest: Digest | None = None


def decide_for_channels(look: LookContext, audience: Audience, thresholds: AlertThresholds) -> Steps[Evaluation]:
    """Decide every topic for every channel with a watch of the provider."""
    facts = FollowedFacts(_facts(look), look.snapshot, look.promised)
    speakers = {channel: Speakers(watches) for channel, watches in audience.channels(look.provider).items()}
    outcomes: list[_ChannelOutcome] = []
    for channel, own in speakers.items():
        outcome = _ChannelOutcome(
            channel=channel,
            key=key_of(channel, look.provider, look.at),
            hears_of_slots=_hears_of_slots(own),
            digest=look.absence,
        )
        hindrance = hindrances(look, channel, outcome.states, own, audience)
        yield from _decide_for_channel(look, outcome, facts.of(own), hindrance, thresholds)
        if outcome.amendments:
            shown = {fact.topic: fact for fact, _ in facts.of(own)}
            outcome.amendments = [replace(one, facts=shown) for one in outcome.amendments]
        _choose_loudness(look, outcome)
        outcomes.append(outcome)
    fresh = {(outcome.channel, topic): state for outcome in outcomes for topic, state in outcome.states.items()}
    judged = {(outcome.channel, topic) for outcome in outcomes for topic in outcome.counted}
    ended: list[AlertState] = []
    unjudged: list[Amendment] = []
    for number, (key, state) in enumerate(look.before.alert_states.items()):
        # What was over before this look may have begun again with it.
        if key not in fresh and not is_remembered(state, speakers.get(state.channel), look):
            ended.append(state)
        elif key not in judged and (end := end_of_counting(state, look, thresholds.settled_after)) is not None:
            fresh[key] = end.state
            unjudged.append(end.amendment)
        if not number % STATES_A_STEP:
            yield
    states = {**look.before.alert_states, **fresh}
    for state in ended:
        del states[state.channel, state.topic]
    return Evaluation(
        remembered=replace(look.after, alert_states=states),
        alert_states=tuple(fresh.values()),
        ended=tuple(ended),
        snapshot=look.snapshot,
        alerts=tuple(alert for outcome in outcomes for alert in _alerts(look, outcome, thresholds)),
        unsent=tuple(unsent for outcome in outcomes for unsent in _unsent(look, outcome)),
        amendments=(
            *(amendment for outcome in outcomes for amendment in outcome.amendments),
            *(amendment for state in ended for amendment in closing_amendments(state, look)),
            *unjudged,
        ),
    )


def _facts(look: LookContext) -> Iterator[Fact]:
    """Yield what the look shows, whoever follows it; whether the pool is low depends on the watch."""
    yield of_provider(look.after.streak, look.failure)
    if look.snapshot is None:
        return

    def is_stuck(job: Job) -> bool:
        return look.forecast.is_stuck(look.provider, job, look.at)

    if (slots := of_slots(look.snapshot, is_stuck, look.promised)) is not None:
        yield slots
    yield from of_accounts(look.snapshot, look.promised)
    yield from of_health(look.snapshot, {topic for _, topic in look.before.alert_states if topic.kind in OF_HEALTH})
    known = {topic for _, topic in look.before.alert_states if topic.kind is TopicKind.JOB}
    yield from of_jobs(look.snapshot, is_stuck, known)


def _decide_for_channel(
    look: LookContext,
    outcome: _ChannelOutcome,
    followed: Iterable[tuple[Fact, Watch]],
    hindrance: Hindrance,
    thresholds: AlertThresholds,
) -> Steps[None]:
    for number, (fact, watch) in enumerate(followed):
        if not number % TOPICS_A_STEP:
            yield
        stored = look.before.alert_states.get((outcome.channel, fact.topic))
        if stored is not None and is_unchanged(stored, fact):
            continue
        if stored is not None and stored.flapping is not None:
            outcome.counted.add(fact.topic)
        context = DecisionContext(
            provider=look.provider,
            at=look.at,
            key=outcome.key,
            watch=watch,
            hindrance=hindrance(watch, fact.topic),
            thresholds=thresholds,
            away_since=None if look.absence is None else look.absence.since,
        )
        state = stored or initial_state(outcome.channel, fact, look.before, look.after, look.at)
        decision = decide(state, fact, context)
        # Names of accounts are for people who may see the channel, not for the log.
        told = (fact.topic.kind, fact.what, decision.reason)
        log.debug("%s: channel %d: %s %s: %s", look.provider, outcome.channel, *told)
        if decision.state != stored:
            outcome.states[fact.topic] = decision.state
        _gather(look, outcome, decision, watch)


def _gather(look: LookContext, outcome: _ChannelOutcome, decision: Decision, watch: Watch) -> None:
    if decision.amendment is not None:
        settled = decision.news is not None and decision.news.flaps is not None
        outcome.amendments.append(_with_room(look, decision.amendment, settled=settled))
    if decision.news is None:
        return
    if decision.withheld is not None:
        outcome.withheld.setdefault(decision.withheld, []).append(decision.news)
        return
    outcome.told.append(_Told(news=_with_forecast(look, decision.news), watch=watch, state=decision.state))
    if decision.reason is Reason.QUIET_OVER and outcome.digest is None:
        outcome.digest = Digest(cause=Cause.QUIET_OVER)


def _choose_loudness(look: LookContext, outcome: _ChannelOutcome) -> None:
    """Choose how loud each topic is told, once all are decided: whether anybody is pinged depends on the others."""
    summary = outcome.digest is not None
    for place, told in enumerate(outcome.told):
        loudness, reason = loudness_of(told.news, told.state, told.watch, look.at, summary=summary)
        news = replace(told.news, loudness=loudness, loudness_reason=reason)
        outcome.told[place] = replace(told, news=news)
        state = replace(told.state, unheard=reason is LoudnessReason.OFFERED)
        if is_rationed(news):
            state = replace(state, pinged_at=look.at)
        if state != told.state:
            outcome.states[news.topic] = state


def _with_room(look: LookContext, amendment: Amendment, *, settled: bool) -> Amendment:
    """Add where there is room by now: what an edited message tells is of this look."""
    change = amendment.change
    if settled and look.slots is not None and isinstance(change, Closed):
        change = replace(change, free=look.slots.free, total=look.slots.total)
    return replace(amendment, change=change, slots=look.slots)


def _with_forecast(look: LookContext, news: News) -> News:
    """Add when a full account usually has a slot again, or how long such jobs as one that is stuck usually take."""
    if (job := news.details.stuck) is not None:
        usual = look.forecast.usual_duration(look.provider, job.kind)
        news = replace(news, details=replace(news.details, stuck=replace(job, usual=usual)))
    if news.what not in {Condition.FULL, Condition.NOTHING_FREE} or news.is_flapping or look.snapshot is None:
        return news
    return replace(news, frees=look.forecast.forecast_slot(look.snapshot, news.topic.account or None))


def _alerts(look: LookContext, outcome: _ChannelOutcome, thresholds: AlertThresholds) -> Iterator[Alert]:
    if not outcome.told:
        return
    news = [told.news for told in outcome.told]
    part = part_of(look.provider, look.at, news, look.slots, outcome.digest)
    if look.slots is not None and not outcome.hears_of_slots:
        part = replace(part, nothing_free=look.slots.nothing_free)
    # Other providers may fail, or answer again, for the same cause.
    shared = all(one.details.shared is not None for one in news)
    yield compose(
        outcome.key,
        outcome.channel,
        part,
        [told.watch.role for told in outcome.told if told.news.loudness is Loudness.PING],
        gathers_until=look.at + thresholds.gathering if shared or outcome.digest is not None else None,
    )


def _hears_of_slots(speakers: Speakers) -> bool:
    """Return whether a channel is told when a provider as a whole is full."""
    watch = speakers.of(SLOTS)
    return watch is not None and watch.asks(Condition.NOTHING_FREE)


def _unsent(look: LookContext, outcome: _ChannelOutcome) -> Iterator[Unsent]:
    for withheld, news in outcome.withheld.items():
        part = part_of(look.provider, look.at, news, look.slots)
        yield Unsent(alert=compose(key_of(outcome.key, withheld), outcome.channel, part), withheld=withheld)
