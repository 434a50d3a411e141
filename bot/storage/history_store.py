"""History in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, bindparam, delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.history.duration_curve import JobObservation
from bot.history.history_figures import FinishedJobs
from bot.history.history_recorder import HistoryAddition, HistoryStorage, StoredHistory
from bot.history.job_statistics import MAX_OBSERVATIONS
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.storage import tables
from bot.storage.column_types import AnyRow, names_damage
from bot.storage.provider_rows import name_key
from bot.storage.record_rows import RecordAdapter
from bot.storage.transactions import StorePart, reading, writing

_BATCH = 500
"""Number of rows that are turned into records at a time: a month of them at once would block the event loop."""

_change, _running, _observed = tables.state_change.c, tables.running_job.c, tables.job_observation.c
_CHANGES = select(_change.name, _change.at, _change.state, _change.in_use, _change.total)
_RUNNING = RecordAdapter(TrackedJob)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**63 - 1
_GONE = "gone"
"""Stands for the state of an account that is not there any more."""


class HistoryStore(StorePart, HistoryStorage):
    """The part of a ``Store`` that holds history."""

    @override
    async def load(self, provider: str) -> StoredHistory:
        last_look = select(tables.provider.c.looked_at).where(tables.provider.c.name == provider)
        runs = select(tables.running_job).where(_running.provider == provider)
        async with reading(self._engine) as connection:
            looked_at = (await connection.execute(last_look)).scalar_one_or_none()
            changes = read_changes(await connection.execute(_last(provider)))
            running = [_RUNNING.read(row.body) for row in await connection.execute(runs)]
            observations = [one for kind in JobKind for one in await _newest(connection, provider, kind)]
        return StoredHistory(
            latest_changes={change.account: change for change in changes},
            running={job.id: job for job in running if job is not None},
            observations=tuple(observations),
            looked_at=looked_at,
        )

    @override
    async def add(self, provider: str, addition: HistoryAddition) -> None:
        changes = [change_row(provider, change) for change in addition.changes]
        fresh = [job_row(provider, job) for job in addition.running]
        outdated = [*addition.gone, *(job.id for job in addition.running)]
        observations = [observation_row(provider, one) for one in addition.observations]
        own = (_running.provider == provider, _running.key == bindparam("outdated"))
        same = (_change.provider == provider, _change.key == bindparam("of_key"), _change.at == bindparam("of_at"))
        async with writing(self._engine) as connection:
            if changes:
                replaced = [{"of_key": row["key"], "of_at": row["at"]} for row in changes]
                await connection.execute(delete(tables.state_change).where(*same), replaced)
                await connection.execute(insert(tables.state_change), changes)
            if outdated:
                keys = [{"outdated": name_key(job)} for job in outdated]
                await connection.execute(delete(tables.running_job).where(*own), keys)
            if fresh:
                await connection.execute(insert(tables.running_job), fresh)
            if observations:
                await connection.execute(insert(tables.job_observation), observations)

    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Return the state changes of one account or all since a moment, and of each account the last one before."""
        own = [_change.provider == provider]
        if account is not None:
            own = [*own, _change.key == name_key(account)]
        later = _CHANGES.where(*own, _change.at >= since)
        found: list[StateChange] = []
        async with reading(self._engine) as connection:
            for wanted in (_last(provider, before=since).where(*own), later):
                async for rows in (await connection.stream(wanted)).partitions(_BATCH):
                    found += read_changes(rows)
        return tuple(found)

    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Return the jobs of one account or all that ended, or were lost in an outage, since a moment."""
        own = [_observed.provider == provider, _observed.at >= since]
        if account is not None:
            own = [*own, _observed.account == account]
        durations = select(_observed.duration).where(*own, _observed.ended)
        lost = select(_observed.started).where(*own, ~_observed.ended)
        ended_after_all = select(_observed.started).where(*own, _observed.ended, _observed.started.in_(lost))
        spans: list[timedelta] = []
        async with reading(self._engine) as connection:
            async for ticks in (await connection.stream_scalars(durations)).partitions(_BATCH):
                spans += map(duration, ticks)
            hidden = set((await connection.execute(lost)).scalars())
            hidden -= set((await connection.execute(ended_after_all)).scalars())
        return FinishedJobs(durations=tuple(spans), lost=frozenset(hidden))

    async def delete_old_history(self, before: datetime) -> None:
        """Delete what is older than a moment, except the last state change of each account before it."""
        newer = tables.state_change.alias()
        this = and_(newer.c.provider == _change.provider, newer.c.key == _change.key)
        superseded = exists().where(this, newer.c.at > _change.at, newer.c.at <= before)
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.state_change).where(_change.at < before, superseded))
            await connection.execute(delete(tables.job_observation).where(_observed.at < before))


def _last(provider: str, *, before: datetime | None = None) -> Select[*tuple[object, ...]]:
    """Return a query for the last state change of each account."""
    newest = (
        select(_change.key, func.max(_change.at).label("at")).where(_change.provider == provider).group_by(_change.key)
    )
    if before is not None:
        newest = newest.where(_change.at < before)
    of = newest.subquery()
    return _CHANGES.where(_change.provider == provider).join(of, and_(_change.key == of.c.key, _change.at == of.c.at))


async def _newest(connection: AsyncConnection, provider: str, kind: JobKind) -> Sequence[JobObservation]:
    """Return the newest observations of a kind of job, the oldest of them first."""
    own = select(tables.job_observation).where(_observed.provider == provider, _observed.kind == kind.value)
    newest = own.order_by(_observed.at.desc(), _observed.id.desc()).limit(MAX_OBSERVATIONS)
    return [read_observation(row) for row in await connection.execute(newest)][::-1]


def change_row(provider: str, change: StateChange) -> dict[str, object]:
    """Return the row of a state change; numbers too large for a database become the largest that it holds."""
    return {
        "provider": provider,
        "key": name_key(change.account),
        "at": change.at,
        "name": change.account,
        "state": _GONE if change.state is None else change.state.value,
        "in_use": None if change.in_use is None else min(change.in_use, _LARGEST),
        "total": None if change.total is None else min(change.total, _LARGEST),
    }


@names_damage
def read_changes(rows: Iterable[AnyRow]) -> list[StateChange]:
    """Return the state changes of rows; each row is unpacked, which is faster for thousands than to name columns."""
    return [
        StateChange(
            account=account, at=at, state=None if state == _GONE else AccountState(state), in_use=in_use, total=total
        )
        for account, at, state, in_use, total in rows
    ]


def job_row(provider: str, job: TrackedJob) -> dict[str, object]:
    """Return the row of a running job."""
    return {"provider": provider, "key": name_key(job.id), "body": _RUNNING.write(job)}


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
def read_observation(row: AnyRow) -> JobObservation:
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
