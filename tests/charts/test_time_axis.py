"""The time axis: round moments on the clocks of a zone, and what it says of them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.charts.time_axis import MAX_TICKS, axis_title, ticks, time_label, time_range
from tests.moments import NOON, after
from tests.rows import each_row

ZONES = {name: ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns")}
BERLIN = ZONES["Europe/Berlin"]


def labels(start: datetime, hours: float, zone: str = "UTC") -> list[str]:
    there = ticks(start, start + timedelta(hours=hours), ZONES[zone])
    return [time_label(moment.astimezone(ZONES[zone])) for moment in there]


@each_row(
    ("start", "hours", "zone", "there"),
    [
        (NOON, 1, "UTC", ["12:00", "12:15", "12:30", "12:45", "13:00"]),
        (after(minutes=7), 1, "UTC", ["12:15", "12:30", "12:45", "13:00"]),
        (after(hours=11, minutes=50), 1, "UTC", ["16 May", "00:15", "00:30", "00:45"]),
        (NOON, 24, "UTC", ["12:00", "18:00", "16 May", "06:00", "12:00"]),
        (NOON, 24, "Europe/Berlin", ["18:00", "16 May", "06:00", "12:00"]),
        (NOON, 24, "Asia/Kolkata", ["18:00", "16 May", "06:00", "12:00"]),
        (NOON, 72, "UTC", ["16 May", "17 May", "18 May"]),
        (NOON, 7 * 24, "UTC", ["16 May", "18 May", "20 May", "22 May"]),
        (after(hours=12), 30 * 24, "UTC", ["16 May", "23 May", "30 May", "6 Jun", "13 Jun"]),
    ],
)
def test_ticks_are_round_moments_of_the_zone(start: datetime, hours: int, zone: str, there: list[str]) -> None:
    assert labels(start, hours, zone) == there


@each_row(
    ("start", "there"),
    [
        (datetime(2026, 3, 28, 11, tzinfo=UTC), ["12:00", "18:00", "29 Mar", "06:00", "12:00"]),
        (datetime(2026, 10, 24, 10, tzinfo=UTC), ["12:00", "18:00", "25 Oct", "06:00"]),
    ],
    ids=["spring", "autumn"],
)
def test_where_clocks_are_changed_the_ticks_stay_round(start: datetime, there: list[str]) -> None:
    assert labels(start, 24, "Europe/Berlin") == there


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC)),  # noqa: DTZ001 - the zone comes with the map
    minutes=st.integers(10, 30 * 24 * 60),
    zone=st.sampled_from(sorted(ZONES)),
)
def test_ticks_are_few_in_order_and_within(start: datetime, minutes: int, zone: str) -> None:
    end = start + timedelta(minutes=minutes)
    there = ticks(start, end, ZONES[zone])

    assert 1 <= len(there) <= MAX_TICKS
    assert there == sorted(set(there))
    assert start <= there[0] <= there[-1] <= end


@each_row(
    ("start", "end", "said"),
    [
        (NOON, after(hours=1), "15 May 2026 · Europe/Berlin"),
        (NOON, after(hours=10), "15 May 2026 · Europe/Berlin"),
        (NOON, after(days=1), "15 to 16 May 2026 · Europe/Berlin"),
        (NOON, after(days=30), "15 May to 14 Jun 2026 · Europe/Berlin"),
        (NOON, after(days=365), "15 May 2026 to 15 May 2027 · Europe/Berlin"),
    ],
)
def test_the_axis_names_its_days_and_its_zone(start: datetime, end: datetime, said: str) -> None:
    assert axis_title(start, end, BERLIN) == said


def test_a_time_range_says_its_zone() -> None:
    assert time_range(NOON, after(days=1), BERLIN) == "15 May 2026 14:00 to 16 May 2026 14:00, Europe/Berlin"
