"""A scheduled report: when it comes, such as ``Monday 09:00`` or ``1st 09:00``, and what is stored of it."""

import re
from calendar import day_name, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.alerts.alert import Alert
from bot.record_cache import RestorableStorage
from bot.subscriptions.quiet_hours import clock_time

EXAMPLES = ("Monday 09:00", "Friday 17:00", "1st 09:00")
LONGEST = 40
"""Maximum number of characters that are read."""

_USUAL_HOUR = "9"
_DAY = timedelta(days=1)
_LONGEST_MONTH = 31
_FORM = re.compile(
    r"(?:every |the )*(?:([a-z]{2,9})|(\d{1,2})(?:st|nd|rd|th))(?: of (?:the|each|every) month)?"
    r"(?:,? (?:at )?(\d{1,2})(?:[.:](\d{2}))?(?: ?([ap]m))?)?",
    re.ASCII,
)
_TIME_ALONE = re.compile(r"\d{1,2}:\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTimes:
    """A day of the week, or else of the month, and a time of day.

    Attributes:
        weekday: The day of the week, from 0 for Monday; None for a monthly report.
        day: The day of the month, from 1; in a month with fewer days, its last. None for a weekly report.
        at: The time of day, without a zone.
    """

    weekday: int | None = None
    day: int | None = None
    at: time

    def __str__(self) -> str:
        """Write it as it is typed."""
        which = _ordinal(self.day) if self.day is not None else day_name[self.weekday or 0]
        return f"{which} {self.at:%H:%M}"

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return the first of these times that comes after a moment, in UTC."""
        day = moment.astimezone(zone).date()
        while not (self._is_on(day) and (due := self._at(day, zone)) > moment):
            day += _DAY
        return due

    def before(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return the last of these times that came before a moment, in UTC."""
        day = moment.astimezone(zone).date()
        while not (self._is_on(day) and (due := self._at(day, zone)) < moment):
            day -= _DAY
        return due

    def _is_on(self, day: date) -> bool:
        if self.day is None:
            return day.weekday() == self.weekday
        return day.day == min(self.day, monthrange(day.year, day.month)[1])

    def _at(self, day: date, zone: tzinfo) -> datetime:
        # A time that the clocks skip comes that much later; a time that they show twice comes the first time.
        return datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)


def read_report_times(typed: str) -> ReportTimes:
    """Read what people type: ``Monday 09:00``, ``every fri 17``, ``1st 09:00``; nine o'clock if they type no time.

    Raises:
        ValueError: It can't be read; the sentence says what is allowed.
    """
    sentence = f"Type a day and a time, such as {EXAMPLES[0]} (every week) or {EXAMPLES[2]} (every month)."
    match = _FORM.fullmatch(" ".join(typed[:LONGEST].casefold().split()))
    if match is None:
        raise ValueError(sentence)
    at = clock_time(match[3] or _USUAL_HOUR, match[4], match[5])
    if at is None:
        raise ValueError(f"A time is from 00:00 to 23:59. {sentence}")
    if match[2] is not None:
        if not 1 <= int(match[2]) <= _LONGEST_MONTH:
            raise ValueError(f"A month has the 1st to the 31st. {sentence}")
        return ReportTimes(day=int(match[2]), at=at)
    weekdays = [number for number, name in enumerate(day_name) if name.casefold().startswith(match[1].rstrip("s"))]
    if len(weekdays) != 1:
        raise ValueError(sentence)
    return ReportTimes(weekday=weekdays[0], at=at)


def suggest_report_times(typed: str) -> tuple[str, ...]:
    """Suggest times that begin with what was typed."""
    text = " ".join(typed[:LONGEST].casefold().split())
    usual = (*EXAMPLES, *(f"{name} 09:00" for name in day_name), "15th 09:00")
    matching = [one for one in dict.fromkeys(usual) if one.casefold().startswith(text)]
    if matching:
        return tuple(matching)
    # For a time alone, suggest every day, since any may be meant.
    days = (*day_name, "1st") if _TIME_ALONE.fullmatch(text) else ("",)
    try:
        return tuple(str(read_report_times(f"{day} {text}")) for day in days)
    except ValueError:
        return EXAMPLES


def _ordinal(day: int) -> str:
    if day in range(11, 14):
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


MAX_PER_GUILD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSchedule:
    """Where a report comes, and when.

    Attributes:
        id: Its number.
        guild: The guild that the channel belongs to.
        channel: The channel.
        by: The member who asked for it.
        times: The day and the time at which it comes.
        zone: The time zone of ``times``: an IANA name, such as ``Europe/Berlin``.
        due_at: When it is due next.
    """

    id: int
    guild: int
    channel: int
    by: int
    times: ReportTimes
    zone: str
    due_at: datetime

    def due_after(self, moment: datetime) -> datetime:
        """Return when it is due first after a moment."""
        return self.times.after(moment, ZoneInfo(self.zone))

    @property
    def covers_from(self) -> datetime:
        """The beginning of the next report's period: when the report before it was due."""
        return self.times.before(self.due_at, ZoneInfo(self.zone))


class ReportStorage(RestorableStorage[ReportSchedule], Protocol):
    """What scheduled reports need of the database; every method raises ``StorageUnavailable``."""

    async def owe_report(self, schedule: ReportSchedule, alert: Alert, next_due: datetime, at: datetime) -> bool:
        """Owe the due report and note when the next one is due; return False if that was done or it was removed."""
