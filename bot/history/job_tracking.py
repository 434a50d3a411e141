"""Which jobs run, from look to look, and which ended in between.

Looks are moments, jobs end between them, and a list may be wrong once. The rules, in their order:

1. A look that is not newer than what is known of a job changes nothing of it: the same look twice is one.
2. A job that is missing from one good look is only *missed*. Missing from the next good look too, it has ended,
   half-way between the look that last listed it and the first that did not. One that is back before has been running
   all along. One that stays away for two looks and returns is taken for another, first seen at the age it has by then.
3. Where that gap is longer than ``max_gap`` (an outage of the bot or of the provider), nobody knows when it ended: it
   counts as censored where it was last seen. So does a job that is back after such a gap, which is observed anew from
   its age by then: had only the survivors of an outage been at risk during it, jobs would seem to last longer than
   they do.
4. A job without an id or without a start can't be tracked. Once tracked it keeps its first start, and a row that only
   names it is enough to still be there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.job import Job, JobKind
from bot.history.duration_curve import JobObservation


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedJob:
    """A job that runs, as remembered between looks; stored as JSON under these names.

    Attributes:
        id: The provider's name for it.
        kind: What it makes.
        account: The account that runs it, where that is known.
        takes_slot: Whether it counts against its account's ``maxJobs``.
        started: When it started.
        first_seen: Since when it has been seen without an outage.
        last_seen: When a look last listed it.
        missed_at: When a look first did not, since then; None while it is listed.
    """

    id: str
    kind: JobKind
    account: str | None
    takes_slot: bool
    started: datetime
    first_seen: datetime
    last_seen: datetime
    missed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingResult:
    """What follows from one look for the tracked jobs.

    Attributes:
        running: The jobs that run or are missed, by id.
        observations: Those of jobs that ended or were lost sight of. No job ends twice; those of one job never overlap.
    """

    running: Mapping[str, TrackedJob]
    observations: tuple[JobObservation, ...] = ()


def track_jobs(
    running: Mapping[str, TrackedJob], jobs: Iterable[Job], at: datetime, *, max_gap: timedelta
) -> TrackingResult:
    """Track running jobs through one more good look; linear in their number.

    Args:
        running: The jobs that ran so far, by id.
        jobs: The jobs that the look lists.
        at: The moment of the look.
        max_gap: The longest gap between two looks that is not an outage.
    """
    listed = {job.id: job for job in jobs if job.id is not None}
    still: dict[str, TrackedJob] = {}
    observations: list[JobObservation] = []
    for name, job in running.items():
        if at <= (job.missed_at or job.last_seen):
            still[name] = job  # not a newer look
        elif name in listed:
            first_seen = job.first_seen
            if at - job.last_seen > max_gap:
                observations.append(_censored(job))
                first_seen = at  # observed anew after an outage
            still[name] = replace(job, first_seen=first_seen, last_seen=at, missed_at=None)
        elif job.missed_at is None:
            still[name] = replace(job, missed_at=at)
        else:  # missing for the second time
            observations.append(_ended(job, job.missed_at, max_gap))
    for name, new in listed.items():
        if name not in running and new.started is not None:
            still[name] = TrackedJob(
                id=name,
                kind=new.kind,
                account=new.account,
                takes_slot=new.takes_slot,
                started=new.started,
                first_seen=at,
                last_seen=at,
            )
    return TrackingResult(running=still, observations=tuple(observations))


def unfinished_observations(running: Iterable[TrackedJob], *, max_gap: timedelta) -> tuple[JobObservation, ...]:
    """Return what is known so far of the running jobs, for ``duration_curve.fit_curve``; never to be stored.

    Those that are listed are censored where they were last seen. Those that are missed count as ended, which most of
    them are, until the next look decides: were only the ends of the last minute left out, jobs would seem to last
    longer than they do.

    Args:
        running: The jobs that run or are missed.
        max_gap: As in ``track_jobs``.
    """
    return tuple(_censored(job) if job.missed_at is None else _ended(job, job.missed_at, max_gap) for job in running)


def _ended(job: TrackedJob, missed_at: datetime, max_gap: timedelta) -> JobObservation:
    gap = missed_at - job.last_seen
    return _censored(job) if gap > max_gap else _observation(job, job.last_seen + gap / 2, ended=True)


def _censored(job: TrackedJob) -> JobObservation:
    return _observation(job, job.last_seen, ended=False)


def _observation(job: TrackedJob, at: datetime, *, ended: bool) -> JobObservation:
    """Measure ages from the start that the provider gives; if its clock is ahead of ours, no age is negative."""
    return JobObservation(
        kind=job.kind,
        account=job.account,
        entry_age=max(job.first_seen - job.started, timedelta()),
        exit_age=max(at - job.started, timedelta()),
        ended=ended,
        at=at,
    )
