"""How long one provider's jobs last, by kind, and when a slot frees.

Worked out when somebody asks, and again once it could be different: for thousands of observations it takes a few
milliseconds, too long for every look.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from bot.accounts.job import JobKind
from bot.accounts.snapshot import Snapshot
from bot.history.duration_curve import DurationCurve, JobObservation, fit_curve
from bot.history.job_tracking import TrackedJob, unfinished_observations
from bot.history.slot_forecast import SlotForecast, forecast_slot
from bot.history.stuck_jobs import UsualDuration, p99_duration, usual_duration

MAX_OBSERVATIONS = 2_000
"""Maximum number of observations of each kind, the newest: more would not be more exact, and providers change."""

_CACHED_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ForecastCache:
    """Forecasts made from one snapshot, by account; and the kinds and ages of the jobs that hold its slots."""

    snapshot: Snapshot | None = None
    slot_holders: Mapping[str, Sequence[tuple[JobKind, timedelta]]] = field(default_factory=dict)
    forecasts: dict[str | None, SlotForecast | None] = field(default_factory=dict)


class JobStatistics:
    """Statistics of one provider's jobs.

    Args:
        observations: What is known of jobs that ended or were lost sight of, the oldest first.
        running: The jobs that run, by id.
        max_gap: The longest gap between two looks that is not an outage.
    """

    def __init__(
        self, observations: Iterable[JobObservation], running: Mapping[str, TrackedJob], *, max_gap: timedelta
    ) -> None:
        self.running = running
        self._max_gap = max_gap
        self._observations: dict[JobKind, deque[JobObservation]] = {
            kind: deque(maxlen=MAX_OBSERVATIONS) for kind in JobKind
        }
        self._curves: dict[JobKind, tuple[datetime, DurationCurve]] = {}
        self._p99s: dict[JobKind, tuple[datetime, timedelta | None]] = {}
        self._forecasts = _ForecastCache()
        self._add(observations)

    def update(self, running: Mapping[str, TrackedJob], observations: Collection[JobObservation]) -> None:
        """Take in what a look showed: what runs now, and what does not any more."""
        missed = {job.kind for name, job in running.items() if _missed_changed(self.running.get(name), job)}
        self.running = running
        self._add(observations)
        for kind in missed | {one.kind for one in observations}:
            self._curves.pop(kind, None)
        self._forecasts = _ForecastCache()

    def curve(self, kind: JobKind, at: datetime) -> DurationCurve:
        """Return how long jobs of a kind last; running jobs may count as of a minute ago, ended jobs always count."""
        made_at, curve = self._curves.get(kind, (None, DurationCurve()))
        if made_at is None or not made_at <= at < made_at + _CACHED_FOR:
            unfinished = unfinished_observations(
                (job for job in self.running.values() if job.kind is kind), max_gap=self._max_gap
            )
            curve = fit_curve((*self._observations[kind], *unfinished))
            self._curves[kind] = (at, curve)
        return curve

    def p99_duration(self, kind: JobKind, at: datetime) -> timedelta | None:
        """Return how long 99 of 100 finished jobs of a kind took at most, up to a minute old; None if too few ended."""
        made_at, p99 = self._p99s.get(kind, (None, None))
        if made_at is None or not made_at <= at < made_at + _CACHED_FOR:
            durations = [one.exit_age for one in self._observations[kind] if one.ended]
            p99 = p99_duration(durations)
            self._p99s[kind] = (at, p99)
        return p99

    def usual_duration(self, kind: JobKind) -> UsualDuration | None:
        """Return how long finished jobs of a kind took; None if too few ended."""
        return usual_duration([one.exit_age for one in self._observations[kind] if one.ended])

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:
        """Forecast when a slot frees, counted from ``seen.at``: of an account, or of any whose state is certain.

        A thousand channels may ask about one look: each answer is worked out once.
        """
        if self._forecasts.snapshot is not seen:
            self._forecasts = _ForecastCache(snapshot=seen, slot_holders=_slot_holders(seen))
        forecasts, holders = self._forecasts.forecasts, self._forecasts.slot_holders
        if account not in forecasts:
            jobs = holders.get(account, ()) if account is not None else chain.from_iterable(holders.values())
            forecasts[account] = forecast_slot((self.curve(kind, seen.at), age) for kind, age in jobs)
        return forecasts[account]

    def _add(self, observations: Iterable[JobObservation]) -> None:
        for one in observations:
            self._observations[one.kind].append(one)


def _slot_holders(seen: Snapshot) -> Mapping[str, Sequence[tuple[JobKind, timedelta]]]:
    """Return the kinds and ages of the jobs that hold slots, by account, of accounts whose state is certain."""
    holders: dict[str, list[tuple[JobKind, timedelta]]] = {
        one.name: [] for one in seen.accounts if one.free is not None
    }
    for job in seen.jobs:
        if job.takes_slot and job.account in holders and (age := job.elapsed(seen.at)) is not None:
            holders[job.account].append((job.kind, age))
    return holders


def _missed_changed(before: TrackedJob | None, now: TrackedJob) -> bool:
    """Return whether a job was newly missed or is back: the curve counts missed jobs as ended, until they return."""
    return before is not None and (before.missed_at is None) is not (now.missed_at is None)
