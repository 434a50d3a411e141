"""History in the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, bindparam, delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.accounts.job import JobKind
from bot.history.duration_curve import JobObservation
from bot.history.job_statistics import MAX_OBSERVATIONS
from bot.history.state_changes import StateChange
from bot.history.stored_history import FinishedJobs, HistoryAddition, StoredHistory
from bot.storage import history_rows, tables
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.database_engine import reading, writing
from bot.storage.provider_rows import name_key

_BATCH = 500
"""Rows that become records at a time: a month of them at once would block the event loop."""

_change, _running, _observed = tables.state_change.c, tables.running_job.c, tables.job_observation.c


class HistoryStore:
    """The part of a ``Store`` that holds history."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @cancel_shielded
    async def load(self, provider: str) -> StoredHistory:
        """Return what the next look is compared with, and the observations that forecasts are made from."""
        last_look = select(tables.provider.c.looked_at).where(tables.provider.c.name == provider)
        runs = select(tables.running_job).where(_running.provider == provider)
        async with reading(self._engine) as connection:
            looked_at = (await connection.execute(last_look)).scalar_one_or_none()
            changes = [history_rows.change(row) for row in await connection.execute(_last(provider))]
            stored = [history_rows.tracked_job(row) for row in await connection.execute(runs)]
            observations = [one for kind in JobKind for one in await _newest(connection, provider, kind)]
        running = [history_rows.seen_until(job, looked_at) for job in stored if job is not None]
        return StoredHistory(
            latest_changes={change.account: change for change in changes},
            running={job.id: job for job in running},
            observations=tuple(observations),
            looked_at=looked_at,
        )

    @cancel_shielded
    async def add(self, provider: str, addition: HistoryAddition) -> None:
        """Store what a look adds."""
        changes = [history_rows.change_row(provider, change) for change in addition.changes]
        fresh = [history_rows.job_row(provider, job) for job in addition.running]
        outdated = [*addition.gone, *(job.id for job in addition.running)]
        observations = [history_rows.observation_row(provider, one) for one in addition.observations]
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

    @cancel_shielded
    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Return state changes of an account, or of all, since a moment; of each account also the last one before."""
        own = [_change.provider == provider]
        if account is not None:
            own = [*own, _change.key == name_key(account)]
        later = select(tables.state_change).where(*own, _change.at >= since)
        found: list[StateChange] = []
        async with reading(self._engine) as connection:
            for wanted in (_last(provider, before=since).where(*own), later):
                async for rows in (await connection.stream(wanted)).partitions(_BATCH):
                    found += map(history_rows.change, rows)
        return tuple(found)

    @cancel_shielded
    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Return the jobs of an account, or of all, that ended since a moment, or were lost in an outage."""
        own = [_observed.provider == provider, _observed.at >= since]
        if account is not None:
            own = [*own, _observed.account == account]
        durations = select(_observed.duration).where(*own, _observed.ended)
        lost = select(_observed.started).where(*own, ~_observed.ended)
        ended_after_all = select(_observed.started).where(*own, _observed.ended, _observed.started.in_(lost))
        spans: list[timedelta] = []
        async with reading(self._engine) as connection:
            async for ticks in (await connection.stream_scalars(durations)).partitions(_BATCH):
                spans += map(history_rows.duration, ticks)
            hidden = set((await connection.execute(lost)).scalars())
            hidden -= set((await connection.execute(ended_after_all)).scalars())
        return FinishedJobs(durations=tuple(spans), lost=frozenset(hidden))

    @cancel_shielded
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
    own = select(tables.state_change).where(_change.provider == provider)
    return own.join(of, and_(_change.key == of.c.key, _change.at == of.c.at))


async def _newest(connection: AsyncConnection, provider: str, kind: JobKind) -> Sequence[JobObservation]:
    """Return the newest observations of a kind of job, the oldest of them first."""
    own = select(tables.job_observation).where(_observed.provider == provider, _observed.kind == kind.value)
    newest = own.order_by(_observed.at.desc(), _observed.id.desc()).limit(MAX_OBSERVATIONS)
    return [history_rows.observation(row) for row in await connection.execute(newest)][::-1]
