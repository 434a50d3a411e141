"""What answers about the past are made from: whom they ask, and what can be asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.history.stored_history import FinishedJobs


class Archive(Protocol):
    """Where the past is read; both raise ``StorageUnavailable``."""

    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Give the changes of an account, or of all, since a moment; of each account also the last one before."""
        ...

    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Give the jobs of an account, or of all, that ended or were lost sight of since a moment."""
        ...


class Present(Protocol):
    """Who knows what the newest look added."""

    def valid_until(self, provider: str, at: datetime) -> datetime | None:
        """Tell until when the last good look may be believed at the moment ``at``; None where there was none."""
        ...

    def running(self, provider: str, account: str | None) -> tuple[TrackedJob, ...]:
        """List the jobs of an account, or of all, that run or are only missed."""
        ...


class Waits(Protocol):
    """Where it is read how long people waited."""

    async def __call__(self, provider: str, since: datetime, until: datetime) -> Sequence[timedelta]:
        """Tell how long those waited who were served between two moments; raises ``StorageUnavailable``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The past, as answers about it find it.

    Attributes:
        archive: Where it is read.
        present: Who knows what the newest look added.
        kept: How long it is kept.
        now: The clock.
    """

    archive: Archive
    present: Present
    kept: timedelta
    now: Callable[[], datetime]
