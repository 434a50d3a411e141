"""How long somebody wants to wait, as they type it."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.notify.handler import USUAL_WAIT, read_wait
from bot.errors import BadInput
from tests.moments import NOON


@pytest.mark.parametrize(
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
    ],
)
def test_a_span_is_read(typed: str, seconds: int) -> None:
    assert read_wait(typed, NOON, UTC) == timedelta(seconds=seconds)


@pytest.mark.parametrize("typed", ["", "0", "0h", "-5", "1.5h", "tomorrow", "25h", "1441", "9" * 99, "6h6h", "٣h"])
def test_what_is_none_or_too_long_is_refused_with_what_can_be_typed(typed: str) -> None:
    with pytest.raises(BadInput, match="until can be 1s to 24h, such as 6h, 1h30m or 45"):
        read_wait(typed, NOON, UTC)


def test_the_usual_is_six_hours() -> None:
    assert read_wait(None, NOON, UTC) == USUAL_WAIT == timedelta(hours=6)


def test_until_means_the_clocks_of_the_settings() -> None:
    assert read_wait("until 15:00", NOON, ZoneInfo("Europe/Berlin")) == timedelta(hours=1)
