"""Looks whose conclusions nobody hears, for tests that are about something else."""

from collections.abc import Callable
from datetime import datetime

from bot.accounts.look import Look
from bot.alerts.audience import Audience
from bot.alerts.conclude import conclude
from bot.alerts.conclusion import Conclusion
from bot.alerts.experience import Inexperience
from bot.alerts.policy import Policy
from bot.alerts.remembered import Remembered


def unheard(provider: str) -> Callable[[Remembered, Look], Conclusion]:
    """Conclude looks at a provider that no channel listens to."""
    return lambda was, look: conclude(provider, was, look, Audience(), Policy(), Inexperience())


class Forgetful:
    """A memory that keeps nothing."""

    async def remembered(self, provider: str) -> Remembered:  # noqa: ARG002 - it knows of none
        """Remember nothing."""
        return Remembered()

    async def remember(self, provider: str, conclusion: Conclusion, at: datetime) -> None:
        """Keep nothing."""
