"""Providers that answer as a test wants it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ConfiguredAccount, Look, ProviderAnswer
from bot.errors import LookFailed
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_poller import ProviderPoller
from tests.moments import NOON
from tests.polling.evaluating import Forgetful, without_audience


def polled(
    provider: str,
    answer: Callable[[], ProviderAnswer | LookFailed],
    *,
    configured: Callable[[], tuple[ConfiguredAccount, ...] | None] = lambda: None,
    at: Callable[[], datetime] = lambda: NOON,
    now: Callable[[], datetime] = lambda: NOON,
) -> ProviderPoller:
    """Return what polls a provider.

    Args:
        provider: Its name.
        answer: What it answers.
        configured: Its account list, where it is read with each look.
        at: The moment of a look.
        now: The clock.
    """

    async def look() -> Look:
        return Look(at=at(), answer=answer(), configured=configured())

    return ProviderPoller(
        provider,
        look=look,
        schedule=PollSchedule(
            every=timedelta(minutes=1), now=now, monotonic=lambda: now().timestamp(), jitter=lambda: 1.0
        ),
        store=Forgetful(),
        evaluate=without_audience(provider),
        wake=lambda: None,
    )
