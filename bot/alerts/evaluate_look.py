"""One look, evaluated: what is remembered from now on and what is owed, from what was remembered and what came."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.failure_streak import FailureStreak, failed
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.promised_slots import PromisedNow, nothing_promised
from bot.accounts.provider_answer import Look
from bot.accounts.roster import settle_roster, update_roster
from bot.alerts.alert import Cause, Digest
from bot.alerts.alert_composition import free_slots
from bot.alerts.audience import Audience
from bot.alerts.decision_context import Forecast, LookContext, NoForecast
from bot.alerts.decisions_by_channel import decide_for_channels
from bot.alerts.evaluation import Evaluation, PendingEvaluation, Steps, run_through
from bot.alerts.flapping_and_absence import AlertThresholds
from bot.alerts.provider_memory import ProviderMemory
from bot.errors import LookFailed, NotConfigured

FORGOTTEN_AFTER = timedelta(days=1)
"""How long no account must be set up at a provider until what was under way there counts as over."""


def evaluate_in_steps(
    provider: str,
    before: ProviderMemory,
    look: Look,
    audience: Audience,
    thresholds: AlertThresholds,
    forecast: Forecast,
    promised: PromisedNow = nothing_promised,
) -> PendingEvaluation:
    """Return what a look shows, and the steps of its evaluation; a failed look changes nothing that is known.

    That no account is configured is not a failure; once that has been so for a day, the provider is forgotten. What is
    ``promised`` to people who waited is asked with the first step: by then those who wait were offered what is free.
    """
    missing_since = _missing_since(before, look)
    if missing_since is not None and look.at - missing_since >= FORGOTTEN_AFTER:
        return PendingEvaluation(snapshot=None, steps=_forget_in_steps(provider, before, look.at))
    context = _context(provider, before, look, thresholds, forecast)
    return PendingEvaluation(snapshot=context.snapshot, steps=_decide_in_steps(context, audience, thresholds, promised))


def evaluate_look(
    provider: str,
    before: ProviderMemory,
    look: Look,
    audience: Audience,
    thresholds: AlertThresholds,
    forecast: Forecast,
    promised: PromisedNow = nothing_promised,
) -> Evaluation:
    """Return the evaluation of a look, with all steps taken at once."""
    return run_through(evaluate_in_steps(provider, before, look, audience, thresholds, forecast, promised).steps)


def _decide_in_steps(
    context: LookContext, audience: Audience, thresholds: AlertThresholds, promised: PromisedNow
) -> Steps[Evaluation]:
    if context.snapshot is not None:
        offered = promised(context.snapshot)
        context = replace(context, promised=offered, slots=free_slots(context.snapshot, offered))
    return (yield from decide_for_channels(context, audience, thresholds))


def _context(
    provider: str, before: ProviderMemory, look: Look, thresholds: AlertThresholds, forecast: Forecast
) -> LookContext:
    context = LookContext(provider=provider, at=look.at, forecast=forecast, before=before, after=before)
    if isinstance(look.answer, NotConfigured):
        return replace(context, after=replace(before, missing_since=_missing_since(before, look)), failure=look.answer)
    if isinstance(look.answer, LookFailed):
        return replace(context, after=replace(before, streak=failed(before.streak, look.at)), failure=look.answer)
    roster = update_roster(before.roster, look.answer, look.configured, look.at)
    snapshot = take_snapshot(provider, look.answer, roster, look.at)
    absence = _absence(before, look.at, thresholds)
    states = {account.name: account.state for account in snapshot.accounts}
    settled = settle_roster(roster, states, look.at, witnessed=absence is None)
    after = replace(before, roster=settled, streak=FailureStreak(), looked_at=look.at, missing_since=None)
    return replace(context, after=after, snapshot=snapshot, absence=absence)


def _missing_since(before: ProviderMemory, look: Look) -> datetime | None:
    """Return since when no account is set up; None where this look does not say so."""
    return before.missing_since or look.at if isinstance(look.answer, NotConfigured) else None


def _absence(before: ProviderMemory, at: datetime, thresholds: AlertThresholds) -> Digest | None:
    """Return the digest of a look after an absence; None where the last good look is not long ago."""
    last = before.looked_at
    if last is None or at - last < thresholds.away_after:
        return None
    return Digest(cause=Cause.AWAY, since=last, until=at, unanswered=before.streak.failing)


def forget_provider(provider: str, before: ProviderMemory, at: datetime) -> Evaluation:
    """Return what follows when a provider is not watched any more: nothing of it is remembered, and nobody is told.

    Messages that show an incident as under way are edited to say that nobody follows it.
    """
    return run_through(_forget_in_steps(provider, before, at))


def _forget_in_steps(provider: str, before: ProviderMemory, at: datetime) -> Steps[Evaluation]:
    context = LookContext(provider=provider, at=at, forecast=NoForecast(), before=before, after=before)
    nobody = yield from decide_for_channels(context, Audience(), AlertThresholds())
    return replace(nobody, remembered=ProviderMemory())
