"""The past of one provider as it is given back; not how it is kept (``state``), nor who asks for it (``chronicle``)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.history.duration_curve import WatchedSpan
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHistory:
    """What the next look is compared with.

    Attributes:
        marks: The last mark of each account, by its name.
        running: The jobs that ran when the provider was last looked at, by id.
        lasted: How long jobs lasted, the oldest first; of each kind as many as are learnt from.
        looked_at: When the last good look was, to a minute; None where there never was one.
    """

    marks: Mapping[str, StateChange] = field(default_factory=dict)
    running: Mapping[str, TrackedJob] = field(default_factory=dict)
    lasted: tuple[WatchedSpan, ...] = ()
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAddition:
    """What one look adds to the past, and what it ends.

    Attributes:
        marks: What is true from now on.
        running: The jobs that are new, or of which more than ``last_seen`` is new.
        gone: The ids of the jobs that don't run any more.
        lasted: What is known of lives from now on.
    """

    marks: tuple[StateChange, ...] = ()
    running: tuple[TrackedJob, ...] = ()
    gone: tuple[str, ...] = ()
    lasted: tuple[WatchedSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedJobs:
    """The jobs that are not running any more.

    Attributes:
        durations: How long those lasted that were seen to end.
        lost: When those started that an outage hid, and that were not seen to end.
    """

    durations: tuple[timedelta, ...] = ()
    lost: frozenset[datetime] = frozenset()

    def jobs(self, running: Iterable[TrackedJob]) -> int:
        """Count the jobs seen, with those that still run; one that an outage hid may be among these."""
        started = [job.started for job in running]
        return len(self.durations) + len(started) + len(self.lost - set(started))
