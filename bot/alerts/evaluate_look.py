"""Evaluates one look: works out what is remembered from now on, and which alerts are owed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.failure_streak import FailureStreak, failed
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import Job
from bot.accounts.open_offers import OffersNow, no_offers
from bot.accounts.provider_answer import Look
from bot.accounts.roster import settle_roster, update_roster
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert, Cause, Digest
from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_composition import part_of
from bot.alerts.alert_state import AlertState, ProviderMemory
from bot.alerts.audience import Audience, FollowedFacts, Speakers
from bot.alerts.decide_for_channel import (
    ChannelOutcome,
    Steps,
    T,
    Unsent,
    closing_amendments,
    decide_for_channel,
    end_of_counting,
    owed_alerts,
    unsent_alerts,
)
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.health_conditions import of_health
from bot.alerts.look_context import Forecast, LookContext
from bot.alerts.slot_conditions import Fact, of_accounts, of_jobs, of_provider, of_slots
from bot.errors import LookFailed, NotConfigured
from bot.subscriptions.topics_and_conditions import OF_ACCOUNTS, OF_HEALTH, Condition, TopicKind

FORGOTTEN_AFTER = timedelta(days=1)
"""How long a provider must be without any account until it is forgotten."""

STATES_A_STEP = 500
"""Maximum number of alert states looked through before other tasks may run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What follows from one look. All of it must be stored, or nothing.

    Attributes:
        remembered: What is known from now on.
        alert_states: The remembered alert states that are new or differ from before.
        ended: The alert states that are no longer remembered.
        snapshot: What is true of the accounts; None if the look failed.
        alerts: What is owed, in the order to send.
        unsent: What is not told, and why.
        amendments: What changes in earlier alerts, in the order to apply.
    """

    remembered: ProviderMemory
    alert_states: tuple[AlertState, ...] = ()
    ended: tuple[AlertState, ...] = ()
    snapshot: Snapshot | None = None
    alerts: tuple[Alert, ...] = ()
    unsent: tuple[Unsent, ...] = ()
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEvaluation:
    """A look whose snapshot is known at once; deciding for each channel takes longer.

    Attributes:
        snapshot: What is true of the accounts; None if the look failed.
        steps: The remaining work, which returns the evaluation.
    """

    snapshot: Snapshot | None
    steps: Steps[Evaluation]

    def at_once(self) -> Evaluation:
        """Take all steps, and return the evaluation."""
        return run_through(self.steps)


def run_through(steps: Steps[T]) -> T:
    """Take all steps at once, and return the outcome."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome


def evaluate_look(
    provider: str,
    before: ProviderMemory,
    look: Look,
    audience: Audience,
    thresholds: AlertThresholds,
    forecast: Forecast,
    offers: OffersNow = no_offers,
) -> PendingEvaluation:
    """Return what a look shows, and the steps of its evaluation; a failed look changes nothing that is known.

    A provider without any account has not failed; once it has been without one for a day, it is forgotten.
    ``offers`` is called in the first step, when free slots have been offered to those who wait.
    """
    missing_since = _missing_since(before, look)
    if missing_since is not None and look.at - missing_since >= FORGOTTEN_AFTER:
        return PendingEvaluation(snapshot=None, steps=_in_one_step(forget_provider(provider, before, look.at)))
    context = _context(provider, before, look, thresholds, forecast)
    return PendingEvaluation(snapshot=context.snapshot, steps=_decide_for_channels(context, audience, offers))


def _context(
    provider: str, before: ProviderMemory, look: Look, thresholds: AlertThresholds, forecast: Forecast
) -> LookContext:
    context = LookContext(
        provider=provider, at=look.at, thresholds=thresholds, forecast=forecast, before=before, after=before
    )
    if isinstance(look.answer, LookFailed):
        after = replace(before, streak=_streak(before, look, thresholds))
        if isinstance(look.answer, NotConfigured):
            after = replace(after, missing_since=_missing_since(before, look))
        return replace(context, after=after, failure=look.answer)
    roster = update_roster(before.roster, look.answer, look.configured, look.at)
    snapshot = take_snapshot(provider, look.answer, roster, look.at)
    absence = _absence(before, look.at, thresholds)
    states = {account.name: account.state for account in snapshot.accounts}
    settled = settle_roster(roster, states, look.at, witnessed=absence is None)
    after = replace(before, roster=settled, streak=FailureStreak(), looked_at=look.at, missing_since=None)
    return replace(context, after=after, snapshot=snapshot, absence=absence)


def _missing_since(before: ProviderMemory, look: Look) -> datetime | None:
    """Return since when no account is set up; None if this look does not say so."""
    return before.missing_since or look.at if isinstance(look.answer, NotConfigured) else None


def _absence(before: ProviderMemory, at: datetime, thresholds: AlertThresholds) -> Digest | None:
    """Return the digest of a look after an absence; None if the last good look is not long ago."""
    if not thresholds.is_absence(before.looked_at, at):
        return None
    nothing_known = before.streak.failing or before.missing_since is not None
    unanswered = nothing_known and not _was_away(before, at, thresholds)
    return Digest(cause=Cause.AWAY, since=before.looked_at, until=at, unanswered=unanswered)


def _streak(before: ProviderMemory, look: Look, thresholds: AlertThresholds) -> FailureStreak:
    """Return the streak after a look that failed, or found no account, which is no failure."""
    away = _was_away(before, look.at, thresholds)
    if isinstance(look.answer, NotConfigured):
        return replace(before.streak, watched_until=None if away else look.at)
    return failed(before.streak, look.at, away=away)


def _was_away(before: ProviderMemory, at: datetime, thresholds: AlertThresholds) -> bool:
    """Return whether the bot itself was away since the last good look: any look without an answer is one, too."""
    if not before.streak.failures and before.missing_since is None:
        return thresholds.is_absence(before.looked_at, at)
    watched_until = before.streak.watched_until
    # The pauses after looks that find no account are twice as long as an absence.
    return watched_until is None or at - watched_until >= 3 * thresholds.away_after


def _decide_for_channels(look: LookContext, audience: Audience, offers: OffersNow) -> Steps[Evaluation]:
    """Decide every topic for every channel with a watch of the provider."""
    if look.snapshot is not None:
        offered = offers(look.snapshot)
        look = replace(look, offers=offered, slots=part_of(look.snapshot, offered))
    facts = FollowedFacts(_facts(look), look.snapshot, look.offers)
    speakers = {channel: Speakers(watches) for channel, watches in audience.channels(look.provider).items()}
    outcomes: list[ChannelOutcome] = []
    for channel, own in speakers.items():
        outcomes.append((yield from decide_for_channel(look, channel, own, facts, audience)))
    fresh = {(outcome.channel, topic): state for outcome in outcomes for topic, state in outcome.states.items()}
    judged = {(outcome.channel, topic) for outcome in outcomes for topic in outcome.counted}
    ended: list[AlertState] = []
    unjudged: list[Amendment] = []
    for number, (key, state) in enumerate(look.before.alert_states.items()):
        # What was over before this look may have begun again with it.
        if key not in fresh and not _is_remembered(state, speakers.get(state.channel), look):
            ended.append(state)
        elif key not in judged and (end := end_of_counting(state, look)) is not None:
            fresh[key], amendment = end
            unjudged.append(amendment)
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
        alerts=tuple(alert for outcome in outcomes for alert in owed_alerts(look, outcome)),
        unsent=tuple(unsent for outcome in outcomes for unsent in unsent_alerts(look, outcome)),
        amendments=(
            *(amendment for outcome in outcomes for amendment in outcome.amendments),
            *(amendment for state in ended for amendment in closing_amendments(state, look.provider, look.at)),
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

    if (slots := of_slots(look.snapshot, is_stuck, look.offers)) is not None:
        yield slots
    yield from of_accounts(look.snapshot, look.offers)
    yield from of_health(look.snapshot, {topic for _, topic in look.before.alert_states if topic.kind in OF_HEALTH})
    known = {topic for _, topic in look.before.alert_states if topic.kind is TopicKind.JOB}
    yield from of_jobs(look.snapshot, is_stuck, known)


def _is_remembered(state: AlertState, speakers: Speakers | None, look: LookContext) -> bool:
    """Return whether a state that this look did not change may still matter.

    It does not once its account has left the roster or no watch of its channel speaks for its topic; nor, of an
    account's health and of a job, once its trouble is over and its channel was told.
    """
    if state.topic.kind in OF_ACCOUNTS and state.topic.account not in look.after.roster:
        return False
    if state.topic.kind in OF_HEALTH and not state.current.opens and state.tells(state.current):
        return False
    if state.topic.kind is TopicKind.JOB and state.observed is state.current is Condition.GOES_ON:
        return False
    return speakers is not None and speakers.of(state.topic) is not None


def forget_provider(provider: str, before: ProviderMemory, at: datetime) -> Evaluation:
    """Return the evaluation that forgets a provider which is not watched any more: nobody is told of it.

    Messages that show an incident as under way are edited to say that nobody follows it.
    """
    states = tuple(before.alert_states.values())
    closing = (amendment for state in states for amendment in closing_amendments(state, provider, at))
    return Evaluation(remembered=ProviderMemory(), ended=states, amendments=tuple(closing))


def _in_one_step(evaluation: Evaluation) -> Steps[Evaluation]:
    yield
    return evaluation
