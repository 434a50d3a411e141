"""What a running bot does now and then: signs of life, and forgetting what is long over."""

import asyncio
import logging
import time
from datetime import timedelta

from bot.app.polling_setup import now
from bot.errors import StorageUnavailable
from bot.health.health_examiner import HealthExaminer
from bot.health.heartbeat import Heartbeat
from bot.settings.schema import SimulatedSettings
from bot.storage.store import Store

TOLD_KEPT = timedelta(days=7)
TIDY_EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def beat(settings: SimulatedSettings, examine: HealthExaminer) -> None:
    """Send signs of life, where there is a monitor for them."""
    if settings.heartbeat_url is None:
        return

    async def find_problems() -> tuple[str, ...]:
        return (await examine()).problems

    url = settings.heartbeat_url.get_secret_value()
    await Heartbeat(url, find_problems, sleep=asyncio.sleep, monotonic=time.monotonic).run()


async def tidy(store: Store, past_kept: timedelta) -> None:
    """Forget what is long over, every now and then.

    Args:
        store: Where it is kept.
        past_kept: How long what was seen is kept.
    """
    while True:
        try:
            await store.forget_told(now() - TOLD_KEPT)
            await store.mutes.forget_mutes(now() - TOLD_KEPT)
            await store.history.forget_past(now() - past_kept)
            await store.waiters.forget_waiters(now() - past_kept)
        except StorageUnavailable as problem:
            log.warning("What is old could not be forgotten: %s", problem)
        await asyncio.sleep(TIDY_EVERY.total_seconds())
