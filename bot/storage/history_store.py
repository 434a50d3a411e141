"""The past in the database; one method is one transaction.

Every method raises ``StorageUnavailable`` if the database fails, and changes nothing then. Not here: what is worth
a row (``bot.history.history_recorder``), what is made of it (``bot.history``).
"""

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
from bot.storage.engine import reading, writing
from bot.storage.provider_rows import account_key

_BATCH = 500
"""So many rows become records at a time: a month of them at once would hold up everybody else."""

_mark, _running, _lasted = tables.mark.c, tables.running.c, tables.lasted.c


class HistoryStore:
    """The part of a ``Store`` that keeps what was seen over time."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @cancel_shielded
    async def load(self, provider: str) -> StoredHistory:
        """Return what the next look is compared with, and the observations that statistics are made from."""
        last_look = select(tables.provider.c.looked_at).where(tables.provider.c.name == provider)
        runs = select(tables.running).where(_running.provider == provider)
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
        """Store what a look adds: all of it, or nothing."""
        changes = [history_rows.change_row(provider, change) for change in addition.changes]
        fresh = [history_rows.job_row(provider, job) for job in addition.running]
        outdated = [*addition.gone, *(job.id for job in addition.running)]
        observations = [history_rows.observation_row(provider, one) for one in addition.observations]
        own = (_running.provider == provider, _running.key == bindparam("outdated"))
        same = (_mark.provider == provider, _mark.key == bindparam("of_key"), _mark.at == bindparam("of_at"))
        async with writing(self._engine) as connection:
            if changes:
                replaced = [{"of_key": row["key"], "of_at": row["at"]} for row in changes]
                await connection.execute(delete(tables.mark).where(*same), replaced)
                await connection.execute(insert(tables.mark), changes)
            if outdated:
                keys = [{"outdated": history_rows.job_key(job)} for job in outdated]
                await connection.execute(delete(tables.running).where(*own), keys)
            if fresh:
                await connection.execute(insert(tables.running), fresh)
            if observations:
                await connection.execute(insert(tables.lasted), observations)

    @cancel_shielded
    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Return state changes of an account, or of all, since a moment; of each account also the last one before."""
        own = [_mark.provider == provider]
        if account is not None:
            own = [*own, _mark.key == account_key(account)]
        later = select(tables.mark).where(*own, _mark.at >= since)
        found: list[StateChange] = []
        async with reading(self._engine) as connection:
            for wanted in (_last(provider, before=since).where(*own), later):
                async for rows in (await connection.stream(wanted)).partitions(_BATCH):
                    found += map(history_rows.change, rows)
        return tuple(found)

    @cancel_shielded
    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Return the jobs of an account, or of all, that ended or were lost sight of since a moment."""
        own = [_lasted.provider == provider, _lasted.at >= since]
        if account is not None:
            own = [*own, _lasted.account == account]
        durations = select(_lasted.duration).where(*own, _lasted.ended)
        lost = select(_lasted.started).where(*own, ~_lasted.ended)
        ended_after_all = select(_lasted.started).where(*own, _lasted.ended, _lasted.started.in_(lost))
        spans: list[timedelta] = []
        async with reading(self._engine) as connection:
            async for ticks in (await connection.stream_scalars(durations)).partitions(_BATCH):
                spans += map(history_rows.span, ticks)
            hidden = set((await connection.execute(lost)).scalars())
            hidden -= set((await connection.execute(ended_after_all)).scalars())
        return FinishedJobs(durations=tuple(spans), lost=frozenset(hidden))

    @cancel_shielded
    async def forget_past(self, before: datetime) -> None:
        """Forget what was before a moment, but for what was true of an account when it came."""
        newer = tables.mark.alias()
        this = and_(newer.c.provider == _mark.provider, newer.c.key == _mark.key)
        superseded = exists().where(this, newer.c.at > _mark.at, newer.c.at <= before)
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.mark).where(_mark.at < before, superseded))
            await connection.execute(delete(tables.lasted).where(_lasted.at < before))


def _last(provider: str, *, before: datetime | None = None) -> Select[*tuple[object, ...]]:
    """Select the last state change of each account."""
    newest = select(_mark.key, func.max(_mark.at).label("at")).where(_mark.provider == provider).group_by(_mark.key)
    if before is not None:
        newest = newest.where(_mark.at < before)
    of = newest.subquery()
    own = select(tables.mark).where(_mark.provider == provider)
    return own.join(of, and_(_mark.key == of.c.key, _mark.at == of.c.at))


async def _newest(connection: AsyncConnection, provider: str, kind: JobKind) -> Sequence[JobObservation]:
    """Read the newest observations of a kind of job, the oldest of them first."""
    own = select(tables.lasted).where(_lasted.provider == provider, _lasted.kind == kind.value)
    newest = own.order_by(_lasted.at.desc(), _lasted.id.desc()).limit(MAX_OBSERVATIONS)
    return [history_rows.observation(row) for row in await connection.execute(newest)][::-1]
