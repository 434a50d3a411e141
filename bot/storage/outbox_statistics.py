"""Counts of owed, delivered and given-up alerts and of waiters, for ``/doctor`` and the metrics."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.stored_alerts import GivenUpBecause
from bot.health.doctor_findings import Backlog, GivenUpAlert, OutboxStatistics
from bot.storage.tables import alert, unoffered, unsettled, waiter

_OWED = select(func.count(), func.min(alert.c.owed_at)).where(unsettled)
_WAITING = (
    select(waiter.c.provider, func.count(waiter.c.member.distinct()).label("members"))
    .where(unoffered)
    .group_by(waiter.c.provider)
)

MAX_WAITS = 10_000
"""Maximum number of the newest waits that are read: a caller wants a quick answer."""


async def count_outbox(connection: AsyncConnection, since: datetime) -> OutboxStatistics:
    """Count the alerts owed now, and those delivered or given up since a moment."""
    columns = alert.c
    newest_first = (columns.given_up_at.desc(), columns.id.desc())
    ranked = (
        select(
            columns.channel,
            columns.given_up_at,
            columns.reason,
            func.count().over(partition_by=columns.channel).label("number"),
            func.row_number().over(partition_by=columns.channel, order_by=newest_first).label("place"),
        )
        .where(columns.given_up_at >= since, columns.withheld.is_(None), columns.continued_in.is_(None))
        .where(columns.reason.is_distinct_from(GivenUpBecause.WITHDRAWN))  # its waiter keeps waiting
        .subquery()
    )
    given_up = await connection.execute(
        select(ranked).where(ranked.c.place == 1).order_by(ranked.c.given_up_at.desc(), ranked.c.channel)
    )
    told = await connection.execute(
        select(columns.owed_at, columns.told_at)
        .where(columns.told_at >= since)
        .order_by(columns.id.desc())
        .limit(MAX_WAITS)
    )
    waits = sorted(max(told_at - seen_at, timedelta()) for seen_at, told_at in told)
    last_told = await connection.execute(
        select(columns.channel, func.max(columns.told_at)).where(columns.told_at.is_not(None)).group_by(columns.channel)
    )
    return OutboxStatistics(
        backlog=await count_backlog(connection),
        given_up=tuple(
            GivenUpAlert(channel=one.channel, at=one.given_up_at, reason=one.reason or "", number=one.number)
            for one in given_up
        ),
        waits=tuple(waits),
        last_told=tuple((channel, at) for channel, at in last_told),
    )


async def count_backlog(connection: AsyncConnection) -> Backlog:
    """Count owed alerts and waiters."""
    owed, oldest = (await connection.execute(_OWED)).one()
    return Backlog(owed=owed, oldest=oldest, waiting=await count_waiting(connection))


async def count_waiting(connection: AsyncConnection) -> dict[str, int]:
    """Count the members who wait for a slot and have no offer, by provider."""
    return {row.provider: row.members for row in await connection.execute(_WAITING)}
