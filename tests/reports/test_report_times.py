"""When a report comes: as people type it, on the clocks of a zone, also where these are changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.report_schedule import EXAMPLES, ReportTimes, read_report_times, suggest_report_times
from tests.rows import each_row

BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
TIMES = st.one_of(
    st.builds(ReportTimes, weekday=st.integers(0, 6), at=CLOCKS),
    st.builds(ReportTimes, day=st.integers(1, 31), at=CLOCKS),
)


@each_row(
    ("typed", "written"),
    [
        ("Monday 09:00", "Monday 09:00"),
        (" every  fri 17 ", "Friday 17:00"),
        ("Monday 9am", "Monday 09:00"),
        ("Monday 9.30", "Monday 09:30"),
        ("friday at 5:30 pm", "Friday 17:30"),
        ("1st 12am", "1st 00:00"),
        ("sundays at 8:05", "Sunday 08:05"),
        ("wed", "Wednesday 09:00"),
        ("1st 09:00", "1st 09:00"),
        ("the 22nd of every month at 7", "22nd 07:00"),
        ("12th", "12th 09:00"),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, written: str) -> None:
    assert str(read_report_times(typed)) == written


@each_row(
    "typed",
    ["", "s", "t 09:00", "someday 09:00", "Monday 24:00", "Monday 09:60", "32nd 09:00", "0th", "9:00", "x" * 99],
)
def test_what_can_not_be_read_is_answered_with_what_can(typed: str) -> None:
    with pytest.raises(ValueError, match=r"such as Monday 09:00 \(every week\) or 1st 09:00 \(every month\)"):
        read_report_times(typed)


@given(TIMES)
def test_what_is_written_can_be_typed(times: ReportTimes) -> None:
    assert read_report_times(str(times)) == times


@each_row(
    ("typed", "suggested"),
    [
        ("", EXAMPLES),
        ("tu", ("Tuesday 09:00",)),
        ("1", ("1st 09:00", "15th 09:00")),
        ("every fri 17:30", ("Friday 17:30",)),
        ("nonsense", EXAMPLES),
        ("7:30", ("Monday 07:30", "Tuesday 07:30")),
        ("25:00", EXAMPLES),
    ],
)
def test_suggestions_can_be_typed(typed: str, suggested: tuple[str, ...]) -> None:
    assert suggest_report_times(typed)[: len(suggested)] == suggested


def at(text: str) -> datetime:
    """Read a moment on the clocks of Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@each_row(
    ("times", "moment", "following"),
    [
        (ReportTimes(weekday=0, at=time(9)), at("2026-10-19 08:59"), at("2026-10-19 09:00")),
        (ReportTimes(weekday=0, at=time(9)), at("2026-10-19 09:00"), at("2026-10-26 09:00")),  # an hour longer
        (ReportTimes(weekday=6, at=time(2, 30)), at("2026-03-22 03:00"), at("2026-03-29 03:30")),  # skipped
        (ReportTimes(weekday=6, at=time(2, 30)), at("2026-10-18 03:00"), at("2026-10-25 02:30")),  # shown twice
        (ReportTimes(weekday=6, at=time(2, 30)), at("2026-10-25 02:30"), at("2026-11-01 02:30")),
        (ReportTimes(day=31, at=time(9)), at("2026-01-31 09:00"), at("2026-02-28 09:00")),
        (ReportTimes(day=31, at=time(9)), at("2026-02-28 09:00"), at("2026-03-31 09:00")),
        (ReportTimes(day=1, at=time(0)), at("2026-12-31 23:59"), at("2027-01-01 00:00")),
    ],
)
def test_it_comes_on_the_clocks_of_its_zone(times: ReportTimes, moment: datetime, following: datetime) -> None:
    assert times.after(moment, BERLIN) == following


@given(TIMES, st.integers(0, 60 * 365 * 86400), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]))
def test_each_time_follows_the_one_before(times: ReportTimes, seconds: int, zone: str) -> None:
    there, now = ZoneInfo(zone), datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    following = times.after(now, there)
    assert times.before(following, there) <= now < following
    assert times.after(times.before(following, there), there) == following
    assert following - now <= timedelta(days=32)
