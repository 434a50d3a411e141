"""Percentiles, ratios and how numbers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import RATIO, Line, amount, compared, percentile

TIMES = st.lists(st.floats(0, 1000), min_size=1, max_size=300)


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [
        ([7.0], 0.5, 7.0),
        ([7.0], 0.99, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.0),
        (list(range(1, 201)), 0.99, 198),
        (list(range(1, 201)), 1.0, 200),
        ([2.0, 1.0], 0.0, 1.0),
    ],
)
def test_a_percentile_is_one_of_the_values(values: list[float], share: float, found: float) -> None:
    assert percentile(values, share) == found


@given(TIMES, st.floats(0.01, 1))
def test_no_more_than_the_rest_exceeds_a_percentile(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values)


def test_rounds_are_compared_one_by_one() -> None:
    line = compared("what", [2.0, 30.0, 8.0], [1.0, 10.0, 2.0], " ms", 3)
    assert (line.figure, line.spread, line.unit) == (3.0, (2.0, 4.0), RATIO)
    assert (line.ours, line.beside) == ("8.00 ms", "2.00 ms")
    assert line.is_met


def test_rounds_that_do_not_pair_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="shorter"):
        compared("what", [1.0, 2.0], [1.0], " ms", 3)


@pytest.mark.parametrize(
    ("figure", "at_least", "met"),
    [(89.9, True, False), (90.0, True, True), (90.1, False, False), (90.0, False, True)],
)
def test_a_bound_itself_is_kept(figure: float, *, at_least: bool, met: bool) -> None:
    assert Line(what="", ours="", figure=figure, unit="", bound=90, at_least=at_least).is_met is met


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0 s"), (0.123, "0.12 s"), (1.346, "1.35 s"), (12.34, "12.3 s"), (367.4, "367 s"), (-2.5, "-2.50 s")],
)
def test_a_number_has_as_many_digits_as_mean_anything(number: float, written: str) -> None:
    assert amount(number, " s") == written
