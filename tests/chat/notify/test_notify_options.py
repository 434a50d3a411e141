"""How long somebody wants to wait, as they type it."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.notify.notify_options import USUAL_WAIT, read_wait, suggest_waits
from bot.errors import BadInput
from tests.moments import NOON
from tests.rows import each_row


@each_row(
    ("typed", "seconds"),
    [
        ("90", 5400),
        ("6h", 21600),
        ("1h30m", 5400),
        (" 1H 30 Min ", 5400),
        ("45m", 2700),
        ("1s", 1),
        ("24h", 86400),
        ("until 12:30", 1800),
        ("1.5h", 5400),
        ("for 90", 5400),
        ("6pm", 21600),
        ("18", 21600),
        ("9", 75600),
        ("for 5", 300),
    ],
)
def test_a_span_is_read(typed: str, seconds: int) -> None:
    assert read_wait(typed, NOON, UTC) == timedelta(seconds=seconds)


@each_row("typed", ["", "0", "24", "0h", "-5", "1.5.5h", "tomorrow", "25h", "1441", "9" * 99, "6h6h", "٣h"])
def test_what_is_none_or_too_long_is_refused_with_what_can_be_typed(typed: str) -> None:
    with pytest.raises(BadInput, match=r"Type 18:00, 6h or 45m; up to 24h \(clock times are in UTC\)\."):
        read_wait(typed, NOON, UTC)


def test_the_usual_is_six_hours() -> None:
    assert read_wait(None, NOON, UTC) == USUAL_WAIT == timedelta(hours=6)


def test_until_means_the_clocks_of_the_settings() -> None:
    assert read_wait("until 15:00", NOON, ZoneInfo("Europe/Berlin")) == timedelta(hours=1)


def test_a_number_is_offered_as_a_clock_time_and_with_each_unit() -> None:
    assert suggest_waits("18", NOON, UTC) == ("18:00", "18s", "18m", "18h")
    assert suggest_waits("45", NOON, UTC) == ("45s", "45m")
