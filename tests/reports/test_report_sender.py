"""Scheduled reports on a real database: once for each time, late after an absence, of the time that was asked about."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account
from bot.alerts.alert import UsageContent
from bot.reports.report_schedule import ReportSchedule, ReportTimes
from bot.reports.report_sender import ReportSender
from bot.storage.database import Store
from tests.chat.recorded_past import FULL, RecordedPast
from tests.chat.unplugged import unplug
from tests.delivery.far_end_log import Clock, living
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON, after

WEEKLY = ReportSchedule(
    id=0,
    guild=5,
    channel=7,
    by=3,
    times=ReportTimes(weekday=NOON.weekday(), at=time(NOON.hour)),
    zone="UTC",
    due_at=NOON,
)
A_WEEK = timedelta(days=7)


class Archive:
    """The loop, and what it owes.

    Attributes:
        woken: How often the alert sender was woken.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.past = RecordedPast(store)
        self.providers: Sequence[str] | None = ("minimax",)
        self.woken = 0
        self.restart()

    def restart(self) -> None:
        """Begin again, with nothing at hand."""
        self.reports = ReportSender(
            self.store.reports,
            self.past.maker(),
            providers=lambda: self.providers,
            wake=self._wake,
            now=self.clock,
        )

    async def told(self, channel: int = 7) -> list[UsageContent]:
        """Deliver what is owed, and return it."""
        found = []
        while (owed := await self.store.outbox.oldest_owed(channel)) is not None:
            assert isinstance(owed.alert.content, UsageContent)
            found.append(owed.alert.content)
            await self.store.outbox.mark_delivered(owed.id, owed.id, self.clock.at)
        return found

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def archive(store: Store, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr("bot.reports.report_sender.LONGEST_PAUSE", timedelta(seconds=1))
    return Archive(store)


async def test_it_is_owed_once_at_its_time_and_again_a_week_later(archive: Archive) -> None:
    await archive.store.reports.add(WEEKLY)
    archive.clock.at = after(seconds=-1)
    assert await archive.reports.owe_due() == NOON
    assert await archive.told() == []
    archive.clock.at = NOON
    assert await archive.reports.owe_due() == NOON + A_WEEK
    (content,) = await archive.told()
    assert (content.since, content.until) == (NOON - A_WEEK, NOON)
    assert [one.provider for one in content.providers] == ["minimax"]
    archive.restart()
    assert await archive.reports.owe_due() == NOON + A_WEEK
    assert (await archive.told(), archive.woken) == ([], 1)
    archive.clock.at = NOON + A_WEEK
    await archive.reports.owe_due()
    assert [one.since for one in await archive.told()] == [NOON]


async def test_what_was_missed_comes_late_once_however_often_it_was_missed(archive: Archive) -> None:
    await archive.store.reports.add(WEEKLY)
    archive.clock.at = NOON + 3 * A_WEEK + timedelta(hours=1)
    for _ in range(2):
        archive.restart()
        assert await archive.reports.owe_due() == NOON + 4 * A_WEEK
    assert [one.until for one in await archive.told()] == [NOON]


async def test_it_tells_of_what_was_seen_before_its_time_only(archive: Archive) -> None:
    await archive.past.see(*(after(hours=hours) for hours in range(-36, 1)))
    await archive.store.reports.add(replace(WEEKLY, due_at=after(hours=-12), times=_at(after(hours=-12))))
    await archive.reports.owe_due()
    (content,) = await archive.told()
    usage = content.providers[0].usage
    assert usage is not None
    assert (usage.start, usage.end, usage.observed_time) == (
        after(hours=-12) - A_WEEK,
        after(hours=-12),
        timedelta(hours=24),
    )


async def test_until_each_provider_was_looked_at_nothing_is_owed(archive: Archive) -> None:
    await archive.store.reports.add(WEEKLY)
    archive.providers = None
    assert await archive.reports.owe_due() == NOON
    assert await archive.told() == []
    archive.providers = ()
    await archive.reports.owe_due()
    assert [one.providers for one in await archive.told()] == [()]


async def test_a_report_that_can_not_be_made_holds_up_no_other(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    odd = await archive.store.reports.add(replace(WEEKLY, zone="Atlantis/Poseidonis"))
    await archive.store.reports.add(WEEKLY)
    await archive.reports.owe_due()
    assert len(await archive.told()) == 1
    assert f"Report {odd} can't be made and is tried again; please report it." in caplog.messages


async def test_what_can_not_be_owed_yet_is_not_asked_for_each_second(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    shortest = timedelta(seconds=0.05)
    monkeypatch.setattr("bot.reports.report_sender.SHORTEST_PAUSE", shortest)
    asked: list[datetime] = []
    reports = ReportSender(
        archive.store.reports,
        archive.past.maker(),
        providers=lambda: asked.append(archive.clock.at),  # nothing was looked at
        wake=lambda: None,
        now=archive.clock,
    )
    await archive.store.reports.add(WEEKLY)
    async with living(reports.run()), asyncio.timeout(GIVE_UP_AFTER):
        while not asked:  # noqa: ASYNC110 - as below: what asks wakes nobody
            await asyncio.sleep(0.01)
        await asyncio.sleep(3 * shortest.total_seconds())
    assert asked == [NOON]


async def test_the_loop_goes_on_after_a_database_that_was_away(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    await unplug(archive.store, "report_schedule")
    async with living(archive.reports.run()):
        archive.reports.changed()
        async with asyncio.timeout(GIVE_UP_AFTER):
            while "tried again" not in caplog.text:  # noqa: ASYNC110 - a log wakes nobody
                await asyncio.sleep(0.01)


async def test_days_whose_history_was_deleted_are_in_no_figure(archive: Archive) -> None:
    busy = (Account(name="busy", state=AccountState.FREE, free=number, limit=5) for number in itertools.cycle((4, 5)))
    for hours in range(-5 * 24, 1, 2):  # of an account that is always full one change is stored, of this one many
        await archive.past.see(after(hours=hours), accounts=(FULL, next(busy)))
    kept = timedelta(days=3)
    await archive.store.history.delete_old_history(NOON - kept)
    maker = archive.past.maker(kept=kept)
    (week,) = await maker.make(["minimax"], NOON - A_WEEK, NOON)
    assert week.usage is not None
    assert (week.usage.pool_full, week.usage.start, week.usage.observed_time) == (0, NOON - kept, kept)
    (older,) = await maker.make(["minimax"], NOON - A_WEEK, NOON - kept)
    assert older.usage is None


def _at(moment: datetime) -> ReportTimes:
    return ReportTimes(weekday=moment.weekday(), at=moment.time())
