"""Deletes old rows: settled alerts, removed records, ended mutes, history and former waiters."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.app.clock import now
from bot.errors import LeadLost, StorageUnavailable
from bot.storage.database import Store

KEPT = timedelta(days=7)
"""How long settled alerts, removed records and ended mutes are kept; for as long, Undo can restore a record."""

EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def delete_old_rows(store: Store, history_kept: timedelta, now: Callable[[], datetime] = now) -> None:
    """Delete old rows every six hours; raises ``LeadLost``."""
    while True:
        try:
            await store.delete_old_alerts(now() - KEPT)
            await store.delete_ended(now() - KEPT)
            await store.history.delete_old_history(now() - history_kept)
            await store.waiters.delete_old_waiters(now() - history_kept)
        except LeadLost:
            raise
        except StorageUnavailable as problem:
            log.warning("Old rows could not be deleted: %s", problem)
        await asyncio.sleep(EVERY.total_seconds())
