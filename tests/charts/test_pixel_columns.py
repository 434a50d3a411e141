"""Steps thinned to columns: no full moment vanishes, nothing that was not seen appears."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.chart import columns
from bot.charts.pixel_columns import Column, gaps, merged, plateaus
from tests.charts.charted import HOUR, charted
from tests.rows import each_row


def test_with_a_column_for_each_hour_each_column_is_its_hour() -> None:
    assert columns(charted("1?3"), 3) == [
        Column(total=3, known=1.0, full=0.0, levels={1: 1.0}),
        None,
        Column(total=3, known=1.0, full=1.0, levels={3: 1.0}),
    ]


def test_a_column_keeps_the_full_share() -> None:
    found = columns(charted("1203????"), 2)
    assert found == [Column(total=3, known=1.0, full=0.25, levels={1: 0.25, 2: 0.25, 0: 0.25, 3: 0.25}), None]


@each_row(("told", "level"), [("1", 1), ("1113", 1), ("1333", 3), ("13", 3), ("012", 1), ("0?", 0)])
def test_a_columns_level_was_reached_for_half_of_its_known_time(told: str, level: int) -> None:
    (column,) = columns(charted(told), 1)
    assert column is not None
    assert column.in_use == level


def test_a_column_known_for_a_part_of_its_time_says_so() -> None:
    assert columns(charted("2???"), 1) == [Column(total=3, known=0.25, levels={2: 0.25})]


def test_an_interval_of_many_columns_is_in_each() -> None:
    assert columns(charted("2"), 4) == [Column(total=3, known=1.0, levels={2: 1.0}) for _ in range(4)]


@each_row(
    ("totals", "there"),
    [
        ([], []),
        ([None, None], []),
        ([3, 3], [(0, 2, 3)]),
        ([3, None, 3, 2], [(0, 3, 3), (3, 4, 2)]),
        ([None, 3, None, 2, None], [(1, 2, 3), (3, 4, 2)]),
    ],
)
def test_plateaus_are_runs_of_one_total_over_gaps(totals: list[int | None], there: list[tuple[int, int, int]]) -> None:
    assert list(plateaus([None if total is None else Column(total=total) for total in totals])) == there


@each_row("shift", [-9, -1, 1, 9])
def test_what_lies_outside_the_chart_is_left_out(shift: int) -> None:
    chart = charted("12")
    moved = replace(chart, start=chart.start + shift * HOUR, end=chart.end + shift * HOUR)

    there = [None if one is None else one.in_use for one in columns(moved, 2)]

    assert there == {-1: [None, 1], 1: [2, None]}.get(shift, [None, None])


@each_row(
    ("told", "there"),
    [("", []), ("11", []), ("??", [(0, 2)]), ("?1??1?", [(0, 1), (2, 4), (5, 6)])],
)
def test_gaps_are_the_columns_of_which_nothing_is_known(told: str, there: list[tuple[int, int]]) -> None:
    assert list(gaps(columns(charted(told), len(told)) if told else [])) == there


@given(told=st.text("0123?", min_size=1, max_size=40), count=st.integers(1, 5), times=st.integers(1, 5))
def test_merged_columns_are_those_that_are_wider(told: str, count: int, times: int) -> None:
    found, there = merged(columns(charted(told), count * times), times), columns(charted(told), count)

    assert [one and (one.total, [*one.levels]) for one in found] == [
        one and (one.total, [*one.levels]) for one in there
    ]
    for one, other in zip(found, there, strict=True):
        if one and other:
            assert one.known == pytest.approx(other.known)
            assert one.full == pytest.approx(other.full)
            assert one.levels == pytest.approx(other.levels)


@given(told=st.text("0123?", min_size=1, max_size=40), count=st.integers(1, 30))
def test_nothing_vanishes_and_nothing_appears(told: str, count: int) -> None:
    chart = charted(told)
    found = columns(chart, count)
    seen = {interval.in_use for interval in chart.intervals}

    assert {one.in_use for one in found if one} <= seen
    assert {level for one in found if one for level in one.levels} == seen
    width = (chart.end - chart.start) / count
    assert sum(one.known for one in found if one) * width / HOUR == pytest.approx(len(chart.intervals))
    full = sum((interval.duration for interval in chart.intervals if interval.all_full), timedelta())
    assert sum(one.full for one in found if one) * width / HOUR == pytest.approx(full / HOUR)
    assert all(0 <= one.full <= one.known for one in found if one)
