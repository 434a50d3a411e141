"""One look, concluded: from what was remembered and what came to what is remembered now and what is owed for it."""

from dataclasses import replace

from bot.accounts.failure_streak import FailureStreak, failed
from bot.accounts.look import Look
from bot.accounts.roster import settle_roster, update_roster
from bot.accounts.snapshot import take_snapshot
from bot.alerts.audience import Audience
from bot.alerts.channel_decisions import LookContext, decide_for_channels
from bot.alerts.evaluation import Evaluation
from bot.alerts.forecast import Forecast
from bot.alerts.policy import Policy
from bot.alerts.provider_memory import ProviderMemory
from bot.errors import LookFailed


def evaluate_look(
    provider: str, was: ProviderMemory, look: Look, audience: Audience, policy: Policy, experience: Forecast
) -> Evaluation:
    """Conclude a look; a failed one changes nothing that is known of accounts."""
    scene = LookContext(provider=provider, at=look.at, experience=experience, was=was, now=was)
    if isinstance(look.answer, LookFailed):
        now = replace(was, health=failed(was.health, look.at))
        return decide_for_channels(replace(scene, now=now, sentence=look.answer.sentence), audience, policy)
    roster = update_roster(was.roster, look.answer, look.configured, look.at)
    seen = take_snapshot(provider, look.answer, roster, look.at)
    settled = settle_roster(roster, {account.name: account.state for account in seen.accounts}, look.at)
    now = replace(was, roster=settled, health=FailureStreak(), looked_at=look.at)
    return decide_for_channels(replace(scene, now=now, seen=seen), audience, policy)
