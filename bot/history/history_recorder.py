"""Records what each good look adds to the past, and answers from it: stuck jobs, forecasts, what runs.

At a look only what differs is stored: accounts whose state changed, jobs that came, were missed or went.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.accounts.job import Job, JobKind
from bot.accounts.snapshot import Snapshot
from bot.errors import StorageUnavailable
from bot.history.duration_curve import JobObservation
from bot.history.job_statistics import JobStatistics
from bot.history.job_tracking import TrackedJob, track_jobs
from bot.history.slot_forecast import SlotForecast
from bot.history.state_changes import StateChange, new_state_changes, valid_until
from bot.history.stuck_jobs import UsualDuration, is_stuck_at

MISSED_LOOKS = 4
SHORTEST_OUTAGE = timedelta(minutes=2)
"""A shorter gap is no outage: the last look is stored to the minute, so any restart may look like such a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHistory:
    """What the next look is compared with, and what statistics are made from.

    Attributes:
        latest_changes: The last state change of each account, by its name.
        running: The jobs that ran at the last good look, by id; with the ``last_seen`` of when they were last written.
        observations: Observations of jobs, the oldest first; of each kind as many as statistics use.
        looked_at: When the last good look was, to a minute; None if there never was one.
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


def longest_gap(poll_interval: timedelta) -> timedelta:
    """Return the longest gap between two looks that does not count as an outage."""
    return max(MISSED_LOOKS * poll_interval, SHORTEST_OUTAGE)


class HistoryStorage(Protocol):
    """Where the past is stored; both methods raise ``StorageUnavailable``."""

    async def load(self, provider: str) -> StoredHistory:
        """Return what the next look is compared with, and the observations that statistics are made from."""

    async def add(self, provider: str, addition: HistoryAddition) -> None:
        """Store what a look adds: all of it, or nothing."""


@dataclass(slots=True, kw_only=True)
class _ProviderHistory:
    """What is in memory of one provider; ``outdated`` once nobody knows whether the database holds the same."""

    latest_changes: Mapping[str, StateChange]
    statistics: JobStatistics
    looked_at: datetime | None
    outdated: bool = False


class HistoryRecorder:
    """Records the past of all providers.

    Args:
        storage: Where it is stored.
        max_gap: The longest gap between two looks that is not an outage.
        stuck_after: A job older than this is stuck, whatever is known of others.
    """

    def __init__(self, storage: HistoryStorage, *, max_gap: timedelta, stuck_after: timedelta) -> None:
        self._storage = storage
        self._max_gap = max_gap
        self._stuck_after = stuck_after
        self._providers: dict[str, _ProviderHistory] = {}

    async def load(self, providers: Iterable[str]) -> None:
        """Load the past of providers before their first look; raises ``StorageUnavailable``."""
        for provider in providers:
            if provider not in self._providers:
                stored = await self._storage.load(provider)
                self._note(provider, stored, stored.looked_at)

    async def on_snapshot(self, seen: Snapshot, /) -> None:
        """Record what a good look adds; if storing fails, the next look adds it instead.

        Raises:
            StorageUnavailable: Whether it was stored is unknown, so the next look loads the past again.
        """
        known = self._providers.get(seen.provider)
        if known is None or known.outdated:
            # The database has this look as its last one by now; only the memory knows when the one before it was.
            looked_at = None if known is None else known.looked_at
            known = self._note(seen.provider, await self._storage.load(seen.provider), looked_at)
        changes = new_state_changes(known.latest_changes, seen, known.looked_at, self._max_gap)
        before = known.statistics.running
        tracked = track_jobs(before, seen.jobs, seen.at, max_gap=self._max_gap)
        addition = HistoryAddition(
            changes=changes,
            running=tuple(job for job in tracked.running.values() if _must_be_stored(before.get(job.id), job)),
            gone=tuple(before.keys() - tracked.running.keys()),
            observations=tracked.observations,
        )
        if addition != HistoryAddition():
            try:
                await self._storage.add(seen.provider, addition)
            except StorageUnavailable:
                known.outdated = True
                raise
        known.latest_changes = {**known.latest_changes, **{change.account: change for change in changes}}
        known.statistics.update(tracked.running, tracked.observations)
        known.looked_at = seen.at

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:
        """Return whether a job is older than the settings allow, or has run far longer than others of its kind."""
        age, known = job.elapsed(at), self._providers.get(provider)
        p99 = None if known is None else known.statistics.p99_duration(job.kind, at)
        return age is not None and is_stuck_at(age, stuck_after=self._stuck_after, p99=p99)

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:
        """Return how long a provider's finished jobs of a kind took; None if too little is known."""
        known = self._providers.get(provider)
        return None if known is None else known.statistics.usual_duration(kind)

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:
        """Forecast when a slot of an account, or of any, frees, from ``seen.at`` on; None if too little is known."""
        known = self._providers.get(seen.provider)
        return None if known is None else known.statistics.forecast_slot(seen, account)

    def valid_until(self, provider: str, at: datetime) -> datetime | None:
        """Return until when the last good look is valid, as of ``at``; None if there was none."""
        known = self._providers.get(provider)
        if known is None or known.looked_at is None:
            return None
        return valid_until(known.looked_at, at, self._max_gap)

    def running(self, provider: str, account: str | None) -> tuple[TrackedJob, ...]:
        """List the jobs of an account, or of all, that run or were missing from the last look only."""
        known = self._providers.get(provider)
        jobs = () if known is None else known.statistics.running.values()
        return tuple(job for job in jobs if account in {None, job.account})

    def _note(self, provider: str, stored: StoredHistory, looked_at: datetime | None) -> _ProviderHistory:
        # A change is stored with its exact moment, the last look only to the minute.
        newest = [change.at for change in stored.latest_changes.values()]
        looked_at = None if looked_at is None else max([looked_at, *newest])
        running = {job.id: _seen_until(job, looked_at) for job in stored.running.values()}
        known = self._providers[provider] = _ProviderHistory(
            latest_changes=stored.latest_changes,
            statistics=JobStatistics(stored.observations, running, max_gap=self._max_gap),
            looked_at=looked_at,
        )
        return known


def _must_be_stored(before: TrackedJob | None, now: TrackedJob) -> bool:
    """Return whether more than ``last_seen`` differs, which follows from the provider's last look (``_seen_until``)."""
    return before is None or (before.first_seen, before.missed_at) != (now.first_seen, now.missed_at)


def _seen_until(job: TrackedJob, looked_at: datetime | None) -> TrackedJob:
    """Return a stored job with ``last_seen`` moved to the last good look: it isn't written at every look."""
    if looked_at is None or job.missed_at is not None or looked_at <= job.last_seen:
        return job
    return replace(job, last_seen=looked_at)
