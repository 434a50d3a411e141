"""What one look means for one channel: each topic is decided by itself, the outcome gathered into a message."""

import logging
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, TypeVar

from bot.alerts.alert import Alert, Cause, Digest, Part
from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_composition import by_urgency, compose, key_of
from bot.alerts.alert_state import AlertState, initial_state
from bot.alerts.audience import Audience, FollowedFacts, Speakers
from bot.alerts.decide_for_topic import Decision, DecisionContext, decide
from bot.alerts.look_context import LookContext
from bot.alerts.mutes_and_quiet_hours import hindrances
from bot.alerts.news import Closed, Loudness, LoudnessReason, News, Reason, Withheld
from bot.alerts.ping_rules import is_rationed, loudness_of
from bot.subscriptions.topics_and_conditions import SLOTS, Condition, Topic
from bot.subscriptions.watch import Watch

TOPICS_A_STEP = 50
"""Maximum number of topics decided before other tasks may run."""

log = logging.getLogger(__name__)

T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, T]
"""Work in steps of a few milliseconds each, between which other tasks may run; returns its outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An alert that was composed and withheld; it is stored so that people can ask why."""

    alert: Alert
    withheld: Withheld


@dataclass(slots=True, kw_only=True)
class _Told:
    """News that a channel is told, the watch that speaks for it, and what to remember of its topic."""

    news: News
    watch: Watch
    state: AlertState


@dataclass(slots=True, kw_only=True)
class ChannelOutcome:
    """What one look means for one channel.

    ``counted`` are the topics of this look whose changes a message was already counting.
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


def decide_for_channel(
    look: LookContext,
    channel: int,
    speakers: Speakers,
    facts: FollowedFacts,
    audience: Audience,
) -> Steps[ChannelOutcome]:
    """Decide every topic that a channel follows, and how loud it is told of each.

    Args:
        look: The look.
        channel: The channel.
        speakers: Which of its watches speaks for a topic.
        facts: What the look shows.
        audience: Who is told, and what keeps them from it.
    """
    outcome = ChannelOutcome(
        channel=channel,
        key=key_of(channel, look.provider, look.at),
        hears_of_slots=_hears_of_slots(speakers),
        digest=look.absence,
    )
    hindrance = hindrances(look, channel, outcome.states, speakers, audience)
    for number, (fact, watch) in enumerate(facts.of(speakers)):
        if not number % TOPICS_A_STEP:
            yield
        stored = look.before.alert_states.get((outcome.channel, fact.topic))
        if stored is not None and stored.is_unchanged_by(fact):
            continue
        if stored is not None and stored.flapping is not None:
            outcome.counted.add(fact.topic)
        decision = decide(
            DecisionContext(
                before=stored or initial_state(outcome.channel, fact, look.before, look.after, look.at),
                look=look,
                fact=fact,
                key=outcome.key,
                watch=watch,
                hindrance=hindrance(watch, fact.topic),
            )
        )
        told = (fact.topic.kind, fact.what, decision.reason)
        log.debug("%s: channel %d: %s %s: %s", look.provider, outcome.channel, *told)
        if decision.state != stored:
            outcome.states[fact.topic] = decision.state
        _gather(look, outcome, decision, watch)
    if outcome.amendments:
        shown = {fact.topic: fact for fact, _ in facts.of(speakers)}
        outcome.amendments = [replace(one, facts=shown) for one in outcome.amendments]
    _choose_loudness(look, outcome)
    return outcome


def _hears_of_slots(speakers: Speakers) -> bool:
    """Return whether a channel is told when a provider as a whole is full."""
    watch = speakers.of(SLOTS)
    return watch is not None and watch.asks(Condition.NOTHING_FREE)


def _gather(look: LookContext, outcome: ChannelOutcome, decision: Decision, watch: Watch) -> None:
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


def _choose_loudness(look: LookContext, outcome: ChannelOutcome) -> None:
    """Choose how loud each topic is told, once all are decided: whether anybody is pinged depends on the others."""
    summary = outcome.digest is not None
    for told in outcome.told:
        loudness, reason = loudness_of(told.news, told.state, told.watch, look.at, summary=summary)
        told.news = replace(told.news, loudness=loudness, loudness_reason=reason)
        unheard = reason is LoudnessReason.OFFERED
        pinged_at = look.at if is_rationed(told.news) else told.state.pinged_at
        if (told.state.unheard, told.state.pinged_at) != (unheard, pinged_at):
            outcome.states[told.news.topic] = replace(told.state, unheard=unheard, pinged_at=pinged_at)


def _with_room(look: LookContext, amendment: Amendment, *, settled: bool) -> Amendment:
    """Add the provider's slots as of this look, which an edited message shows from now on."""
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
    frees = look.forecast.forecast_slot(look.snapshot, news.topic.account or None)
    return news if frees is None else replace(news, frees=frees)


def owed_alerts(look: LookContext, outcome: ChannelOutcome) -> Iterator[Alert]:
    """Compose what the channel is told, if anything."""
    if not outcome.told:
        return
    news = [told.news for told in outcome.told]
    part = replace(_part(look, news), digest=outcome.digest)
    if look.slots is not None and not outcome.hears_of_slots:
        part = replace(part, nothing_free=look.slots.nothing_free)
    yield compose(
        outcome.key,
        outcome.channel,
        part,
        [told.watch.role for told in outcome.told if told.news.loudness is Loudness.PING],
        gathers_until=look.thresholds.gathers_until(
            look.at,
            shared=all(one.details.shared is not None for one in news),
            summary=outcome.digest is not None,
        ),
    )


def unsent_alerts(look: LookContext, outcome: ChannelOutcome) -> Iterator[Unsent]:
    """Compose what the channel is not told, for each reason."""
    for withheld, news in outcome.withheld.items():
        alert = compose(key_of(outcome.key, withheld), outcome.channel, _part(look, news))
        yield Unsent(alert=alert, withheld=withheld)


def _part(look: LookContext, news: Iterable[News]) -> Part:
    """Return what is told of the provider; that nothing is free is left out."""
    part = look.slots or Part(provider=look.provider, at=look.at)
    return replace(part, news=by_urgency(news), nothing_free=False)


def closing_amendments(state: AlertState, provider: str, at: datetime) -> Iterator[Amendment]:
    """Close the messages of a topic that nobody follows any more; they would claim forever that it goes on."""
    for key in (state.open_alert, None if state.flapping is None else state.flapping.key):
        if key is not None:
            yield Amendment(key=key, provider=provider, topic=state.topic, at=at, change=Closed(at=at))


def end_of_counting(state: AlertState, look: LookContext) -> tuple[AlertState, Amendment] | None:
    """Return how a message stops counting changes of a topic that the look no longer shows; None if it goes on.

    Otherwise, an account that was signed out, say, would keep changing for ever. Its condition is unknown, so it is
    told as soon as it is known. A failed look shows no topic at all, and ends nothing.
    """
    flapping = state.flapping
    if flapping is None or look.slots is None or not look.thresholds.has_settled(state.change_times, look.at):
        return None
    closed = Closed(
        at=look.at,
        lasted=state.change_times[-1] - flapping.flaps.since,
        witnessed=True,
        free=look.slots.free,
        total=look.slots.total,
    )
    # The changes counted so far must not make the next one flapping at once.
    unannounced = max(state.unannounced_changes, 1)
    ended = replace(state, announced=None, flapping=None, change_times=(), unannounced_changes=unannounced)
    amendment = Amendment(key=flapping.key, provider=look.provider, topic=state.topic, at=look.at, change=closed)
    return ended, amendment
