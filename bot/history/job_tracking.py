"""Which jobs run, from look to look, and which ended in between; not what is learnt from them (``lasting``).

Looks are moments, jobs end between them, and a list may be wrong once. The rules, in their order:

1. A look that is not newer than what is known of a job changes nothing of it: the same look twice is one.
2. A job that is missing from one good look is only missed. Missing from the next good look too, it has ended, half-way
   between the look that last listed it and the first that did not. One that is back before has been running all along.
   One that stays away for two looks and returns is taken for another, first seen at the age it has by then.
3. Where that gap is longer than ``away`` (the bot or the provider was out), nobody knows when it ended: it counts as
   censored where it was last seen. So does a job that is back after such a gap, which is watched anew from its age by
   then: had only the survivors of an outage been at risk during it, jobs would seem to last longer than they do.
4. A job without an id or without a start can't be followed. Once followed it keeps its first start, and a row that
   only names it is enough to still be there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.job import Job, JobKind
from bot.history.duration_curve import WatchedSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedJob:
    """A job that runs, as remembered between looks.

    Attributes:
        id: The provider's name for it.
        kind: What it makes.
        account: The account that runs it, where that is known.
        takes_slot: Whether it counts against its account's ``maxJobs``.
        started: When it started.
        first_seen: Since when it has been watched without an outage.
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
class TrackedJobs:
    """What a look tells of running jobs.

    Attributes:
        running: Who still runs, or is only missed, by id.
        lasted: What is known of lives from now on. No job ends in it twice, and its stretches never overlap.
    """

    running: Mapping[str, TrackedJob]
    lasted: tuple[WatchedSpan, ...] = ()


def track_jobs(running: Mapping[str, TrackedJob], jobs: Iterable[Job], at: datetime, *, away: timedelta) -> TrackedJobs:
    """Follow the running jobs through one more good look; linear in their number.

    Args:
        running: Who ran so far, by id.
        jobs: The jobs that the look lists.
        at: The moment of the look.
        away: The longest gap between two looks that is not called an outage.
    """
    listed = {job.id: job for job in jobs if job.id is not None}
    still: dict[str, TrackedJob] = {}
    lasted: list[WatchedSpan] = []
    for name, was in running.items():
        if at <= (was.missed_at or was.last_seen):
            still[name] = was
        elif name in listed:
            if at - was.last_seen > away:
                lasted.append(_lost(was))
                was = replace(was, first_seen=at)  # noqa: PLW2901 - from here on it is watched anew
            still[name] = replace(was, last_seen=at, missed_at=None)
        elif was.missed_at is None:
            still[name] = replace(was, missed_at=at)
        else:
            lasted.append(_gone(was, was.missed_at, away))
    for name, job in listed.items():
        if name not in running and job.started is not None:
            still[name] = TrackedJob(
                id=name,
                kind=job.kind,
                account=job.account,
                takes_slot=job.takes_slot,
                started=job.started,
                first_seen=at,
                last_seen=at,
            )
    return TrackedJobs(running=still, lasted=tuple(lasted))


def so_far(running: Iterable[TrackedJob], *, away: timedelta) -> tuple[WatchedSpan, ...]:
    """Tell what is known by now of those that have not ended for certain: ``lasting.learn`` needs it beside the others.

    Those that are listed are censored where they were last seen. Those that are missed count as ended, which most of
    them are, until the next look decides: were only the ends of the last minute left out, jobs would seem to last
    longer than they do. None of it is to be stored.

    Args:
        running: Who runs, or is only missed.
        away: As in ``follow``.
    """
    return tuple(_lost(was) if was.missed_at is None else _gone(was, was.missed_at, away) for was in running)


def _gone(was: TrackedJob, missed_at: datetime, away: timedelta) -> WatchedSpan:
    gap = missed_at - was.last_seen
    return _lost(was) if gap > away else _stretch(was, was.last_seen + gap / 2, ended=True)


def _lost(was: TrackedJob) -> WatchedSpan:
    return _stretch(was, was.last_seen, ended=False)


def _stretch(was: TrackedJob, at: datetime, *, ended: bool) -> WatchedSpan:
    """Measure ages from the provider's start by our clock; one that runs ahead of ours gives no negative age."""
    return WatchedSpan(
        kind=was.kind,
        account=was.account,
        entered=max(was.first_seen - was.started, timedelta()),
        duration=max(at - was.started, timedelta()),
        ended=ended,
        at=at,
    )
