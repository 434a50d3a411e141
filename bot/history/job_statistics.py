"""What one provider's jobs have taught: how long each kind lasts, and from when on one is stuck; not where it is kept.

It is worked out when somebody asks, and again once it could be different: what took a few milliseconds for thousands of
lives is not done at each look for nobody.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from bot.accounts.job import Job, JobKind
from bot.accounts.snapshot import Snapshot
from bot.history.duration_curve import DurationCurve, WatchedSpan, learn, percentile
from bot.history.job_tracking import TrackedJob, so_far
from bot.history.slot_forecast import Estimate, remaining

MOST = 2_000
"""So many of the newest lives of a kind are learnt from: more would tell no more, and what providers do changes."""

ENOUGH_TO_JUDGE = 50
"""From fewer finished jobs nothing is concluded about one that runs."""

TIMES = 3
"""A job is stuck that runs so many times as long as 99 of 100 did."""

_STALE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foretold:
    """What was foretold of one look, and the kinds and ages of the jobs that hold slots in it, by account."""

    of: Snapshot | None = None
    holding: Mapping[str, Sequence[tuple[JobKind, timedelta]]] = field(default_factory=dict)
    told: dict[str | None, Estimate | None] = field(default_factory=dict)


class JobStatistics:
    """Learns from the jobs of one provider.

    Args:
        lasted: How long jobs lasted, the oldest first.
        running: The jobs that run, by id.
        away: The longest gap between two looks that is not called an outage.
    """

    def __init__(self, lasted: Iterable[WatchedSpan], running: Mapping[str, TrackedJob], *, away: timedelta) -> None:
        self.running = running
        self._away = away
        self._lasted: dict[JobKind, deque[WatchedSpan]] = {kind: deque(maxlen=MOST) for kind in JobKind}
        self._curves: dict[JobKind, tuple[datetime, DurationCurve]] = {}
        self._usual: dict[JobKind, tuple[datetime, timedelta | None]] = {}
        self._foretold = _Foretold()
        self._learn(lasted)

    def go_on(self, running: Mapping[str, TrackedJob], lasted: Collection[WatchedSpan]) -> None:
        """Take in what a look showed: who runs now, and who does not any more."""
        missed = {job.kind for name, job in running.items() if _newly_missed(self.running.get(name), job)}
        self.running = running
        self._learn(lasted)
        for kind in missed | {one.kind for one in lasted}:
            self._curves.pop(kind, None)
        self._foretold = _Foretold()

    def curve(self, kind: JobKind, at: datetime) -> DurationCurve:
        """Give what is known of a kind; as of a minute ago at most, and of nothing less than the last end."""
        learnt_at, curve = self._curves.get(kind, (None, DurationCurve()))
        if learnt_at is None or not learnt_at <= at < learnt_at + _STALE_AFTER:
            going = so_far((job for job in self.running.values() if job.kind is kind), away=self._away)
            curve = learn((*self._lasted[kind], *going))
            self._curves[kind] = (at, curve)
        return curve

    def usual(self, kind: JobKind, at: datetime) -> timedelta | None:
        """Tell what 99 of 100 jobs of a kind did not exceed, as of a minute ago; None where too few have ended."""
        learnt_at, usual = self._usual.get(kind, (None, None))
        if learnt_at is None or not learnt_at <= at < learnt_at + _STALE_AFTER:
            ended = [one.duration for one in self._lasted[kind] if one.ended]
            usual = percentile(ended, 99, least=ENOUGH_TO_JUDGE)
            self._usual[kind] = (at, usual)
        return usual

    def is_stuck(self, job: Job, at: datetime) -> bool:
        """Tell whether a job runs for far longer than others of its kind did."""
        age, usual = job.elapsed(at), self.usual(job.kind, at)
        return age is not None and usual is not None and age > TIMES * usual

    def frees(self, seen: Snapshot, account: str | None) -> Estimate | None:
        """Estimate from ``seen.at`` on when a slot frees, of an account or of any whose state is certain.

        A thousand channels may ask about one look: each question is worked out once.
        """
        if self._foretold.of is not seen:
            self._foretold = _Foretold(of=seen, holding=_holding(seen))
        told, holding = self._foretold.told, self._foretold.holding
        if account not in told:
            jobs = holding.get(account, ()) if account is not None else chain.from_iterable(holding.values())
            told[account] = remaining((self.curve(kind, seen.at), age) for kind, age in jobs)
        return told[account]

    def _learn(self, lasted: Iterable[WatchedSpan]) -> None:
        for one in lasted:
            self._lasted[one.kind].append(one)


def _holding(seen: Snapshot) -> Mapping[str, Sequence[tuple[JobKind, timedelta]]]:
    """Gather the jobs that hold a slot of an account whose state is certain."""
    holding: dict[str, list[tuple[JobKind, timedelta]]] = {
        one.name: [] for one in seen.accounts if one.free is not None
    }
    for job in seen.jobs:
        if job.takes_slot and job.account in holding and (age := job.elapsed(seen.at)) is not None:
            holding[job.account].append((job.kind, age))
    return holding


def _newly_missed(was: TrackedJob | None, now: TrackedJob) -> bool:
    return was is not None and (was.missed_at is None) is not (now.missed_at is None)
