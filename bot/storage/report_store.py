"""Scheduled reports in the database."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.reports.report_schedule import ReportSchedule, ReportStorage, read_report_times
from bot.storage import alert_rows, tables
from bot.storage.record_table import RecordTable
from bot.storage.transactions import StorePart, reading, writing

_COLUMNS = tables.report_schedule.c
_SCHEDULES = RecordTable(
    ReportSchedule,
    tables.report_schedule,
    "removed_at",
    texts=lambda schedule: {"times": str(schedule.times)},
    parsed=lambda row: {"times": read_report_times(row.times)},
)


class ReportStore(StorePart, ReportStorage):
    """The part of a ``Store`` that holds scheduled reports."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._now = now

    @override
    async def schedules(self) -> tuple[ReportSchedule, ...]:
        async with reading(self._engine) as connection:
            return await _SCHEDULES.all_there(connection)

    @override
    async def add_schedule(self, schedule: ReportSchedule) -> int:
        async with writing(self._engine) as connection:
            return await _SCHEDULES.add(connection, schedule)

    @override
    async def remove_schedule(self, schedule_id: int) -> None:
        async with writing(self._engine) as connection:
            await _SCHEDULES.remove(connection, schedule_id, self._now())

    @override
    async def removed_schedule(self, schedule_id: int) -> ReportSchedule | None:
        async with reading(self._engine) as connection:
            return await _SCHEDULES.removed(connection, schedule_id)

    @override
    async def restore_schedule(self, schedule: ReportSchedule) -> bool:
        async with writing(self._engine) as connection:
            return await _SCHEDULES.restore(connection, schedule.id, schedule)

    @override
    async def owe_report(self, schedule: ReportSchedule, alert: Alert, next_due: datetime, at: datetime) -> bool:
        still_due = update(tables.report_schedule).where(
            _COLUMNS.id == schedule.id, _COLUMNS.due_at == schedule.due_at, _SCHEDULES.is_there()
        )
        async with writing(self._engine) as connection:
            if not (await connection.execute(still_due.values(due_at=next_due))).rowcount:
                return False
            await alert_rows.owe(connection, [alert_rows.alert_row(alert, at)])
            return True
