"""Scheduled reports in the database."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Row, update
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.reports.report_schedule import ReportSchedule, ReportStorage, read_report_times
from bot.storage import alert_rows, tables
from bot.storage.column_types import names_damage
from bot.storage.record_adapter import RowAdapter
from bot.storage.row_statements import add_row, is_there, remove_row, removed_row, restore_row, rows_there
from bot.storage.transactions import StorePart, reading, writing

_COLUMNS = tables.report_schedule.c
_SCHEDULES = RowAdapter(ReportSchedule, tables.report_schedule, "removed_at")


class ReportStore(StorePart, ReportStorage):
    """The part of a ``Store`` that holds scheduled reports."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._now = now

    @override
    async def schedules(self) -> tuple[ReportSchedule, ...]:
        async with reading(self._engine) as connection:
            return tuple(_schedule(row) for row in await rows_there(connection, tables.report_schedule))

    @override
    async def add_schedule(self, schedule: ReportSchedule) -> int:
        async with writing(self._engine) as connection:
            return await add_row(connection, tables.report_schedule, _row(schedule))

    @override
    async def remove_schedule(self, schedule_id: int) -> None:
        async with writing(self._engine) as connection:
            await remove_row(connection, tables.report_schedule, schedule_id, self._now())

    @override
    async def removed_schedule(self, schedule_id: int) -> ReportSchedule | None:
        async with reading(self._engine) as connection:
            row = await removed_row(connection, tables.report_schedule, schedule_id)
        return None if row is None else _schedule(row)

    @override
    async def restore_schedule(self, schedule: ReportSchedule) -> bool:
        async with writing(self._engine) as connection:
            return await restore_row(connection, tables.report_schedule, schedule.id, **_row(schedule))

    @override
    async def owe_report(self, schedule: ReportSchedule, alert: Alert, next_due: datetime, at: datetime) -> bool:
        still_due = update(tables.report_schedule).where(
            _COLUMNS.id == schedule.id, _COLUMNS.due_at == schedule.due_at, is_there(tables.report_schedule)
        )
        async with writing(self._engine) as connection:
            if not (await connection.execute(still_due.values(due_at=next_due))).rowcount:
                return False
            await alert_rows.owe(connection, [alert_rows.alert_row(alert, at)])
            return True


def _row(schedule: ReportSchedule) -> dict[str, object]:
    return _SCHEDULES.write(schedule, times=str(schedule.times))


@names_damage
def _schedule(row: Row[*tuple[object, ...]]) -> ReportSchedule:
    return _SCHEDULES.read(row, times=read_report_times(row.times))
