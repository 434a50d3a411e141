"""One look, evaluated: what is remembered from now on and what is owed, from what was remembered and what came."""

from dataclasses import replace
from datetime import datetime

from bot.accounts.failure_streak import FailureStreak, failed
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.provider_look import Look
from bot.accounts.roster import settle_roster, update_roster
from bot.alerts.alert_thresholds import AlertThresholds
from bot.alerts.audience import Audience
from bot.alerts.channel_decisions import LookContext, decide_for_channels
from bot.alerts.evaluation import Evaluation
from bot.alerts.forecast import Forecast, NoForecast
from bot.alerts.provider_memory import ProviderMemory
from bot.errors import LookFailed, NotConfigured


def evaluate_look(
    provider: str,
    before: ProviderMemory,
    look: Look,
    audience: Audience,
    thresholds: AlertThresholds,
    forecast: Forecast,
) -> Evaluation:
    """Return what follows from a look; a failed one changes nothing that is known of accounts.

    That no account is configured is no failure, and changes nothing at all.
    """
    context = LookContext(provider=provider, at=look.at, forecast=forecast, before=before, after=before)
    if isinstance(look.answer, NotConfigured):
        return decide_for_channels(replace(context, failure=look.answer), audience, thresholds)
    if isinstance(look.answer, LookFailed):
        after = replace(before, health=failed(before.health, look.at))
        refused = replace(context, after=after, failure=look.answer)
        return decide_for_channels(refused, audience, thresholds)
    roster = update_roster(before.roster, look.answer, look.configured, look.at)
    snapshot = take_snapshot(provider, look.answer, roster, look.at)
    settled = settle_roster(roster, {account.name: account.state for account in snapshot.accounts}, look.at)
    after = replace(before, roster=settled, health=FailureStreak(), looked_at=look.at)
    return decide_for_channels(replace(context, after=after, snapshot=snapshot), audience, thresholds)


def forget_provider(provider: str, before: ProviderMemory, at: datetime) -> Evaluation:
    """Return what follows when a provider is not watched any more: nothing of it is remembered, and nobody is told.

    Messages that show an incident as under way are edited to say that nobody follows it.
    """
    context = LookContext(provider=provider, at=at, forecast=NoForecast(), before=before, after=before)
    nobody = decide_for_channels(context, Audience(), AlertThresholds())
    return replace(nobody, remembered=ProviderMemory())
