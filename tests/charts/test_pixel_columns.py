"""Steps thinned to columns: nothing that was seen vanishes, nothing that was not appears."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.pixel_columns import Column, columns, gaps
from tests.charts.charted import HOUR, charted


def test_with_a_column_for_each_hour_each_column_is_its_hour() -> None:
    assert columns(charted("1?3"), 3) == [
        Column(low=1, high=1, total=3, known=1.0, full=0.0),
        None,
        Column(low=3, high=3, total=3, known=1.0, full=1.0),
    ]


def test_a_column_keeps_the_lowest_the_highest_and_the_full_share() -> None:
    assert columns(charted("1203????"), 2) == [Column(low=0, high=3, total=3, known=1.0, full=0.25), None]


def test_a_column_known_for_a_part_of_its_time_says_so() -> None:
    assert columns(charted("2???"), 1) == [Column(low=2, high=2, total=3, known=0.25)]


def test_an_interval_of_many_columns_is_in_each() -> None:
    assert columns(charted("2"), 4) == [Column(low=2, high=2, total=3, known=1.0) for _ in range(4)]


@pytest.mark.parametrize("shift", [-9, -1, 1, 9])
def test_what_lies_outside_the_chart_is_left_out(shift: int) -> None:
    chart = charted("12")
    moved = replace(chart, start=chart.start + shift * HOUR, end=chart.end + shift * HOUR)

    there = [None if one is None else one.low for one in columns(moved, 2)]

    assert there == {-1: [None, 1], 1: [2, None]}.get(shift, [None, None])


@pytest.mark.parametrize(
    ("told", "there"),
    [("", []), ("11", []), ("??", [(0, 2)]), ("?1??1?", [(0, 1), (2, 4), (5, 6)])],
)
def test_gaps_are_the_columns_of_which_nothing_is_known(told: str, there: list[tuple[int, int]]) -> None:
    assert list(gaps(columns(charted(told), len(told)) if told else [])) == there


@given(told=st.text("0123?", min_size=1, max_size=40), count=st.integers(1, 30))
def test_nothing_vanishes_and_nothing_appears(told: str, count: int) -> None:
    chart = charted(told)
    found = columns(chart, count)
    seen = {interval.in_use for interval in chart.intervals}

    assert {one.low for one in found if one} | {one.high for one in found if one} <= seen
    assert min((one.low for one in found if one), default=None) == min(seen, default=None)
    assert max((one.high for one in found if one), default=None) == max(seen, default=None)
    width = (chart.end - chart.start) / count
    assert sum(one.known for one in found if one) * width / HOUR == pytest.approx(len(chart.intervals))
    full = sum((interval.duration for interval in chart.intervals if interval.all_full), timedelta())
    assert sum(one.full for one in found if one) * width / HOUR == pytest.approx(full / HOUR)
    assert all(0 <= one.full <= one.known for one in found if one)
