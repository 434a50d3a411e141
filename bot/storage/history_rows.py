"""History to rows and back: pure functions, no SQL."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Row

from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.history.duration_curve import JobObservation
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.storage.damaged_row import names_damage
from bot.storage.provider_rows import name_key
from bot.storage.record_adapter import RecordAdapter

_RUNNING = RecordAdapter(TrackedJob)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**63 - 1


def change_row(provider: str, change: StateChange) -> dict[str, object]:
    """Return the row of a state change; numbers too large for a database become the largest that it holds."""
    return {
        "provider": provider,
        "key": name_key(change.account),
        "at": change.at,
        "name": change.account,
        "state": change.state.value,
        "in_use": None if change.in_use is None else min(change.in_use, _LARGEST),
        "total": None if change.total is None else min(change.total, _LARGEST),
    }


@names_damage
def change(row: Row[*tuple[object, ...]]) -> StateChange:
    """Return the state change of a row."""
    return StateChange(account=row.name, at=row.at, state=AccountState(row.state), in_use=row.in_use, total=row.total)


def job_row(provider: str, job: TrackedJob) -> dict[str, object]:
    """Return the row of a running job."""
    return {"provider": provider, "key": name_key(job.id), "body": _RUNNING.write(job)}


def tracked_job(row: Row[*tuple[object, ...]]) -> TrackedJob | None:
    """Return the running job of a row; None if this version can't read it."""
    try:
        return _RUNNING.read(row.body)
    except ValueError:
        return None


def observation_row(provider: str, observation: JobObservation) -> dict[str, object]:
    """Return the row of an observation of a job."""
    return {
        "provider": provider,
        "kind": observation.kind.value,
        "account": observation.account,
        "at": observation.at,
        "started": observation.at - observation.exit_age,
        "entered": observation.entry_age // _TICK,
        "duration": observation.exit_age // _TICK,
        "ended": observation.ended,
    }


@names_damage
def observation(row: Row[*tuple[object, ...]]) -> JobObservation:
    """Return the observation of a row."""
    return JobObservation(
        kind=JobKind(row.kind),
        account=row.account,
        entry_age=duration(row.entered),
        exit_age=duration(row.duration),
        ended=row.ended,
        at=row.at,
    )


def duration(ticks: int) -> timedelta:
    """Return a duration that is stored in microseconds."""
    return ticks * _TICK


def seen_until(job: TrackedJob, looked_at: datetime | None) -> TrackedJob:
    """Return a stored job with ``last_seen`` moved to the last good look: it isn't written at every look."""
    if looked_at is None or job.missed_at is not None or looked_at <= job.last_seen:
        return job
    return replace(job, last_seen=looked_at)
