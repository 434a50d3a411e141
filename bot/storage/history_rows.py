"""Between the past and its rows: pure functions, no SQL."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.history.duration_curve import JobObservation
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.storage.provider_rows import account_key

_RUNNING = TypeAdapter(TrackedJob)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**63 - 1


def change_row(provider: str, change: StateChange) -> dict[str, object]:
    """Turn a state change into its row; a number that no database can hold becomes the largest that it can."""
    return {
        "provider": provider,
        "key": account_key(change.account),
        "at": change.at,
        "name": change.account,
        "state": change.state.value,
        "in_use": None if change.in_use is None else min(change.in_use, _LARGEST),
        "total": None if change.total is None else min(change.total, _LARGEST),
    }


def change(row: Row[*tuple[object, ...]]) -> StateChange:
    """Turn a row into the state change it stands for."""
    return StateChange(account=row.name, at=row.at, state=AccountState(row.state), in_use=row.in_use, total=row.total)


def job_key(job: str) -> str:
    """Make a key of fixed length from a provider's name for a job."""
    return account_key(job)


def job_row(provider: str, job: TrackedJob) -> dict[str, object]:
    """Turn a running job into its row."""
    # Not dump_json, which refuses lone surrogates.
    body = json.dumps(_RUNNING.dump_python(job, mode="json"))
    return {"provider": provider, "key": job_key(job.id), "body": body}


def tracked_job(row: Row[*tuple[object, ...]]) -> TrackedJob | None:
    """Turn a row into the job it stands for; None where this version can't read it."""
    try:
        return _RUNNING.validate_python(json.loads(row.body))
    except ValueError:
        return None


def observation_row(provider: str, observation: JobObservation) -> dict[str, object]:
    """Turn an observation of a job into its row."""
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


def observation(row: Row[*tuple[object, ...]]) -> JobObservation:
    """Turn a row into the observation it stands for."""
    return JobObservation(
        kind=JobKind(row.kind),
        account=row.account,
        entry_age=span(row.entered),
        exit_age=span(row.duration),
        ended=row.ended,
        at=row.at,
    )


def span(ticks: int) -> timedelta:
    """Read a span that is stored in microseconds."""
    return ticks * _TICK


def seen_until(job: TrackedJob, looked_at: datetime | None) -> TrackedJob:
    """Bring up to date what is not written at every look: a job that was listed was so until the last good one."""
    if looked_at is None or job.missed_at is not None or looked_at <= job.last_seen:
        return job
    return replace(job, last_seen=looked_at)
