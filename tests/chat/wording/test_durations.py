"""Forecasts in words: nobody is told seconds of hours."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.wording.durations import next_slot
from bot.history.slot_forecast import SlotForecast
from tests.rows import each_row

SECONDS = {"s": 1, "min": 60, "h": 3600, "days": 86400}


@each_row(
    ("low", "high", "age", "words"),
    [
        (120, 300, 0, "in 2-5 min"),
        (170, 190, 0, "in 3 min"),
        (12, 48, 0, "in 10-50 s"),
        (1, 2, 0, "in 5 s"),
        (45, 180, 0, "in 45 s to 3 min"),
        (57.4, 57.5, 0, "in 55 s to 1 min"),
        (3600, 5369, 0, "in 60-89 min"),
        (4000, 5400, 0, "in 67 min to 1.5 h"),
        (36_000, 40_000, 0, "in 10-11 h"),
        (100_000, 300_000, 0, "in 28 h to 3 days"),
        (120, 300, 60, "in 1-4 min"),
        (20, 300, 30, "within 4 min"),
        (20, 30, 30, "any moment"),
    ],
)
def test_an_estimate_is_rounded_to_what_anybody_would_say(low: float, high: float, age: float, words: str) -> None:
    estimate = SlotForecast(low=timedelta(seconds=low), high=timedelta(seconds=high))
    assert next_slot(estimate, timedelta(seconds=age)) == f"next slot usually {words}"


@given(st.floats(0.1, 10**7), st.floats(0, 10**7))
def test_what_is_said_is_close_to_what_is_meant(low: float, more: float) -> None:
    estimate = SlotForecast(low=timedelta(seconds=low), high=timedelta(seconds=low + more))
    found = re.fullmatch(r"next slot usually in (?:([\d.]+)(?: (\w+) to |-))?([\d.]+) (\w+)", next_slot(estimate))
    assert found
    least, smaller, most, unit = found.groups()
    for said, of, meant in ((least or most, smaller or unit, low), (most, unit, low + more)):
        assert float(said) * SECONDS[of] == pytest.approx(meant, rel=0.34, abs=4.9)
