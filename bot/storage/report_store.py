"""Scheduled reports in the database."""

from datetime import datetime

from sqlalchemy import update
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.reports.report_schedule import ReportSchedule, ReportStorage, read_report_times
from bot.storage import alert_rows, tables
from bot.storage.record_rows import RecordRows
from bot.storage.record_store import RecordStore
from bot.storage.transactions import writing

_COLUMNS = tables.report_schedule.c


class ReportStore(RecordStore[ReportSchedule], ReportStorage):
    """The part of a ``Store`` that holds scheduled reports."""

    _rows = RecordRows(
        ReportSchedule,
        tables.report_schedule,
        texts=lambda schedule: {"times": str(schedule.times)},
        parsed=lambda row: {"times": read_report_times(row.times)},
    )

    @override
    async def owe_report(self, schedule: ReportSchedule, alert: Alert, next_due: datetime, at: datetime) -> bool:
        still_due = update(tables.report_schedule).where(
            _COLUMNS.id == schedule.id, _COLUMNS.due_at == schedule.due_at, self._rows.is_there()
        )
        async with writing(self._engine) as connection:
            if not (await connection.execute(still_due.values(due_at=next_due))).rowcount:
                return False
            await alert_rows.owe(connection, [alert_rows.alert_row(alert, at)])
            return True
