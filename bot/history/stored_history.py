"""The past of one provider on its way to the database and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.history.duration_curve import JobObservation
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHistory:
    """What the next look is compared with, and what statistics are made from.

    Attributes:
        latest_changes: The last state change of each account, by its name.
        running: The jobs that ran at the last good look, by id.
        observations: Observations of jobs, the oldest first; of each kind as many as statistics use.
        looked_at: When the last good look was, to a minute; None where there never was one.
    """

    latest_changes: Mapping[str, StateChange] = field(default_factory=dict)
    running: Mapping[str, TrackedJob] = field(default_factory=dict)
    observations: tuple[JobObservation, ...] = ()
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAddition:
    """What one look adds to the past.

    Attributes:
        changes: Accounts whose state changed.
        running: Jobs that are new, or of which more than ``last_seen`` is new.
        gone: The ids of the jobs that are not running any more.
        observations: What was learnt of jobs that ended or were lost sight of.
    """

    changes: tuple[StateChange, ...] = ()
    running: tuple[TrackedJob, ...] = ()
    gone: tuple[str, ...] = ()
    observations: tuple[JobObservation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedJobs:
    """The jobs that are not running any more.

    Attributes:
        durations: How long those lasted that were seen to end.
        lost: When those started that were lost in an outage and not seen to end.
    """

    durations: tuple[timedelta, ...] = ()
    lost: frozenset[datetime] = frozenset()

    def count_with(self, running: Iterable[TrackedJob]) -> int:
        """Count these jobs and those that still run; a job that was lost may be among the latter and counts once."""
        started = [job.started for job in running]
        return len(self.durations) + len(started) + len(self.lost - set(started))
