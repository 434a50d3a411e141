"""Ticks of the time axis."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.time_axis import MAX_TICKS, ticks, time_label, time_range
from tests.moments import NOON, after


@pytest.mark.parametrize(
    ("start", "hours", "labels"),
    [
        (NOON, 1, ["12:00", "12:10", "12:20", "12:30", "12:40", "12:50", "13:00"]),
        (after(minutes=7), 1, ["12:10", "12:20", "12:30", "12:40", "12:50", "13:00"]),
        (after(hours=11, minutes=50), 1, ["23:50", "16 May", "00:10", "00:20", "00:30", "00:40", "00:50"]),
        (NOON, 24, ["12:00", "15:00", "18:00", "21:00", "16 May", "03:00", "06:00", "09:00", "12:00"]),
        (after(hours=-11), 24, ["03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "16 May"]),
        (NOON, 72, ["12:00", "16 May", "12:00", "17 May", "12:00", "18 May", "12:00"]),
        (NOON, 7 * 24, ["16 May", "17 May", "18 May", "19 May", "20 May", "21 May", "22 May"]),
        (after(hours=12), 30 * 24, ["16 May", "21 May", "26 May", "31 May", "5 Jun", "10 Jun", "15 Jun"]),
        (after(hours=13), 30 * 24, ["17 May", "22 May", "27 May", "1 Jun", "6 Jun", "11 Jun"]),
    ],
)
def test_ticks_are_round_moments(start: datetime, hours: int, labels: list[str]) -> None:
    assert [time_label(moment) for moment in ticks(start, start + timedelta(hours=hours))] == labels


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda naive: naive.replace(tzinfo=NOON.tzinfo)),  # noqa: DTZ001 - the zone comes with the map
    minutes=st.integers(10, 30 * 24 * 60),
)
def test_ticks_are_few_even_and_within(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    there = ticks(start, end)

    assert 3 <= len(there) <= MAX_TICKS
    assert all(start <= moment <= end for moment in there)
    (every,) = {two - one for one, two in pairwise(there)}
    assert end - there[-1] < every


def test_a_time_range_says_its_zone() -> None:
    assert time_range(NOON, after(days=1)) == "15 May 2026 12:00 to 16 May 2026 12:00 UTC"
