"""Looks whose conclusions nobody hears, for tests that are about something else."""

from collections.abc import Callable
from datetime import datetime

from bot.accounts.provider_answer import Look
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import Evaluation, PendingEvaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from tests.alerts.no_forecast import NoForecast


def without_audience(provider: str) -> Callable[[ProviderMemory, Look], PendingEvaluation]:
    """Conclude looks at a provider that no channel listens to."""
    return lambda was, look: evaluate_look(provider, was, look, Audience(), AlertThresholds(), NoForecast())


class Forgetful:
    """A memory that keeps nothing."""

    async def load_memory(self, provider: str) -> ProviderMemory:  # noqa: ARG002 - it knows of none
        """Remember nothing."""
        return ProviderMemory()

    async def save_evaluation(self, provider: str, evaluation: Evaluation, at: datetime) -> None:
        """Keep nothing."""
