"""Sources of answers about the past: the database, and what the newest look added."""

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
        """Return the state changes of an account, or of all, since a moment, and each account's last one before it."""
        ...

    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Return the jobs of an account, or of all, that ended or were lost track of since a moment."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySources:
    """Sources of answers about the past.

    Attributes:
        archive: The stored history.
        recorder: What the newest look added.
        kept: How long history is kept.
        now: The clock.
    """

    archive: HistoryArchive
    recorder: HistoryRecorder
    kept: timedelta
    now: Callable[[], datetime]
