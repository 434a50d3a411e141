"""A scheduled report, and what such reports need of the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.alerts.alert import Alert
from bot.reports.report_times import ReportTimes

MAX_PER_GUILD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSchedule:
    """Where a report comes, and when.

    Attributes:
        id: Its number.
        guild: The guild that the channel belongs to.
        channel: The channel.
        by: The member who asked for it.
        times: On which day, at which time.
        zone: Whose clocks are meant: an IANA name, such as ``Europe/Berlin``.
        due_at: When it comes next.
    """

    id: int
    guild: int
    channel: int
    by: int
    times: ReportTimes
    zone: str
    due_at: datetime

    def due_after(self, moment: datetime) -> datetime:
        """Return when it comes first after a moment."""
        return self.times.after(moment, ZoneInfo(self.zone))

    @property
    def covers_from(self) -> datetime:
        """Where the period of the next report begins: when the one before it was due."""
        return self.times.before(self.due_at, ZoneInfo(self.zone))


class ReportStorage(Protocol):
    """What scheduled reports need of the database; every method raises ``StorageUnavailable``."""

    async def schedules(self) -> tuple[ReportSchedule, ...]:
        """Return every stored schedule, the oldest first."""
        ...

    async def add_schedule(self, schedule: ReportSchedule) -> int:
        """Store a schedule, and return its number, which is never reused."""
        ...

    async def remove_schedule(self, schedule_id: int) -> None:
        """Remove a schedule; for some days it can be restored."""
        ...

    async def removed_schedule(self, schedule_id: int) -> ReportSchedule | None:
        """Return the schedule that was removed under a number; None if none was, or long ago."""
        ...

    async def restore_schedule(self, schedule: ReportSchedule) -> bool:
        """Bring back a schedule that was removed, under its number and as it is now; False where there is none."""
        ...

    async def owe_report(self, schedule: ReportSchedule, alert: Alert, next_due: datetime, at: datetime) -> bool:
        """Owe the report that is due and note when the next one is; False where that was done or it was removed."""
        ...
