"""Where answers about the past come from: the database, and what the newest look added."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.history.history_recorder import HistoryRecorder
from bot.history.state_changes import StateChange
from bot.history.stored_history import FinishedJobs


class HistoryArchive(Protocol):
    """The database; both methods raise ``StorageUnavailable``."""

    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Return state changes of an account, or of all, since a moment; of each account also the last one before."""
        ...

    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Return the jobs of an account, or of all, that ended or were lost sight of since a moment."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySources:
    """Where answers about the past come from.

    Attributes:
        archive: What is stored.
        recorder: What the newest look added.
        kept: How long the past is kept.
        now: The clock.
    """

    archive: HistoryArchive
    recorder: HistoryRecorder
    kept: timedelta
    now: Callable[[], datetime]
