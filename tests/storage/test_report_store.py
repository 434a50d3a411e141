"""Scheduled reports in the database: owed once for each time, whoever finds them due."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

from bot.alerts.alert import Alert, ProviderUsage, UsageContent
from bot.alerts.alert_composition import key_of
from bot.history.usage_report import UsageReport, WaitTimes
from bot.reports.report_schedule import ReportSchedule, ReportTimes
from bot.storage.database import Store
from tests.databases import ON_BOTH
from tests.moments import NOON, after
from tests.storage.records import AWKWARD

SCHEDULE = ReportSchedule(
    id=0,
    guild=2**62,
    channel=2**62 + 1,
    by=2**62 + 2,
    times=ReportTimes(weekday=4, at=time(14)),
    zone="Europe/Berlin",
    due_at=NOON,
)
USAGE = UsageReport(
    start=after(days=-7),
    end=NOON,
    observed_time=timedelta(days=3),
    some_full=0.25,
    pool_full=None,
    incomplete=0.0,
    mean_in_use=1.5,
    in_use_p95=2,
    total=4,
    accounts=2,
    idle=(AWKWARD,),
    waits=WaitTimes(count=1, median=timedelta(seconds=5), longest=None),
)


def report(schedule: ReportSchedule) -> Alert:
    content = UsageContent(
        schedule=schedule.id,
        since=schedule.covers_from,
        until=schedule.due_at,
        providers=(ProviderUsage(provider="minimax", usage=USAGE, accounts=(AWKWARD,)),),
    )
    key = key_of(schedule.channel, schedule.id, schedule.due_at, "report")
    return Alert(key=key, channel=schedule.channel, at=NOON, content=content)


async def test_schedules_come_back_and_their_numbers_are_never_reused(store: Store) -> None:
    monthly = replace(SCHEDULE, times=ReportTimes(day=31, at=time(9, 5)), zone="UTC")
    first, second = [await store.reports.add(one) for one in (SCHEDULE, monthly)]
    await store.reports.remove(second)
    third = await store.reports.add(monthly)

    stored = await store.reports.all()

    assert stored == (replace(SCHEDULE, id=first), replace(monthly, id=third))
    assert third > second


@ON_BOTH
async def test_a_report_is_owed_once_for_each_time_also_by_two_at_once(store: Store) -> None:
    number = await store.reports.add(SCHEDULE)
    due, following = replace(SCHEDULE, id=number), SCHEDULE.due_after(NOON)
    both = await asyncio.gather(*(store.reports.owe_report(due, report(due), following, NOON) for _ in range(2)))
    assert sorted(both) == [False, True]
    assert not await store.reports.owe_report(due, report(due), following, NOON)
    owed = await store.outbox.oldest_owed(due.channel)
    assert owed is not None
    assert owed.alert == report(due)
    await store.outbox.mark_delivered(owed.id, 1, NOON)
    assert await store.outbox.oldest_owed(due.channel) is None
    assert await store.reports.all() == (replace(due, due_at=following),)


async def test_a_report_that_was_stopped_meanwhile_is_not_owed(store: Store) -> None:
    number = await store.reports.add(SCHEDULE)
    due = replace(SCHEDULE, id=number)
    await store.reports.remove(number)
    assert not await store.reports.owe_report(due, report(due), after(days=7), NOON)
    assert await store.outbox.owed_channels() == ()


async def test_a_stopped_report_is_restored_once_with_its_next_time(store: Store) -> None:
    number = await store.reports.add(SCHEDULE)
    assert await store.reports.removed(number) is None
    await store.reports.remove(number)
    assert await store.reports.removed(number) == replace(SCHEDULE, id=number)
    later = replace(SCHEDULE, id=number, due_at=after(days=7))
    assert [await store.reports.restore(number, later) for _ in range(2)] == [True, False]
    assert await store.reports.all() == (later,)


async def test_a_report_is_no_alert_that_why_would_list_but_its_button_finds_it(store: Store) -> None:
    number = await store.reports.add(SCHEDULE)
    due = replace(SCHEDULE, id=number)
    await store.reports.owe_report(due, report(due), after(days=7), NOON)
    assert await store.alerts.recent([due.channel], 9) == ()
    assert await store.alerts.find(report(due).key[:8]) == ()
    assert [found.alert for found in await store.alerts.find(report(due).key)] == [report(due)]
