"""Periodic tasks of a running bot: the heartbeat, and deleting old rows."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.app.clock import now
from bot.errors import StorageUnavailable
from bot.health.doctor_examiner import HealthExaminer
from bot.health.heartbeat import Heartbeat
from bot.settings.schema import SimulatedSettings
from bot.storage.store import Store

TOLD_KEPT = timedelta(days=7)
FORGET_EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def send_heartbeat(settings: SimulatedSettings, examine: HealthExaminer, grace: float) -> None:
    """Send a heartbeat every minute, if a monitor is set, the first after some seconds of grace."""
    if settings.heartbeat_url is None:
        return

    async def find_problems() -> tuple[str, ...]:
        return (await examine()).problems

    url = settings.heartbeat_url.get_secret_value()
    await Heartbeat(url, find_problems, sleep=asyncio.sleep, monotonic=time.monotonic, grace=grace).run()


async def delete_old_rows(store: Store, history_kept: timedelta, now: Callable[[], datetime] = now) -> None:
    """Delete old rows every six hours.

    Args:
        store: The database.
        history_kept: How long history is kept.
        now: The clock.
    """
    while True:
        try:
            await store.delete_old_alerts(now() - TOLD_KEPT)
            await store.delete_removed(now() - TOLD_KEPT)
            await store.mutes.delete_old_mutes(now() - TOLD_KEPT)
            await store.history.delete_old_history(now() - history_kept)
            await store.waiters.delete_old_waiters(now() - history_kept)
        except StorageUnavailable as problem:
            log.warning("Old rows could not be deleted: %s", problem)
        await asyncio.sleep(FORGET_EVERY.total_seconds())
