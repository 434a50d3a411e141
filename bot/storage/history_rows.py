"""Between the past and its rows: pure functions, no SQL."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.history.duration_curve import WatchedSpan
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.storage.provider_rows import account_key

_RUNNING = TypeAdapter(TrackedJob)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**63 - 1


def mark_row(provider: str, mark: StateChange) -> dict[str, object]:
    """Turn a mark into its row; a number that no database can hold becomes the largest that it can."""
    return {
        "provider": provider,
        "key": account_key(mark.account),
        "at": mark.at,
        "name": mark.account,
        "state": mark.state.value,
        "in_use": None if mark.in_use is None else min(mark.in_use, _LARGEST),
        "total": None if mark.total is None else min(mark.total, _LARGEST),
    }


def mark(row: Row[*tuple[object, ...]]) -> StateChange:
    """Turn a row into the mark it stands for."""
    return StateChange(account=row.name, at=row.at, state=AccountState(row.state), in_use=row.in_use, total=row.total)


def job_key(job: str) -> str:
    """Make a key of fixed length from a provider's name for a job."""
    return account_key(job)


def running_row(provider: str, running: TrackedJob) -> dict[str, object]:
    """Turn a running job into its row."""
    # Not dump_json, which refuses lone surrogates.
    body = json.dumps(_RUNNING.dump_python(running, mode="json"))
    return {"provider": provider, "key": job_key(running.id), "body": body}


def running(row: Row[*tuple[object, ...]]) -> TrackedJob | None:
    """Turn a row into the job it stands for; None where this version can't read it."""
    try:
        return _RUNNING.validate_python(json.loads(row.body))
    except ValueError:
        return None


def lasted_row(provider: str, lasted: WatchedSpan) -> dict[str, object]:
    """Turn a stretch of a job's life into its row."""
    return {
        "provider": provider,
        "kind": lasted.kind.value,
        "account": lasted.account,
        "at": lasted.at,
        "started": lasted.at - lasted.duration,
        "entered": lasted.entered // _TICK,
        "duration": lasted.duration // _TICK,
        "ended": lasted.ended,
    }


def lasted(row: Row[*tuple[object, ...]]) -> WatchedSpan:
    """Turn a row into the stretch of a life it stands for."""
    return WatchedSpan(
        kind=JobKind(row.kind),
        account=row.account,
        entered=span(row.entered),
        duration=span(row.duration),
        ended=row.ended,
        at=row.at,
    )


def span(ticks: int) -> timedelta:
    """Read a span that is stored in microseconds."""
    return ticks * _TICK


def seen_until(running: TrackedJob, looked_at: datetime | None) -> TrackedJob:
    """Bring up to date what is not written at every look: a job that was listed was so until the last good one."""
    if looked_at is None or running.missed_at is not None or looked_at <= running.last_seen:
        return running
    return replace(running, last_seen=looked_at)
