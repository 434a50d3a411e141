"""Pictures in words."""

from datetime import timedelta

import pytest
from hypothesis import given

from bot.charts.chart import Chart
from bot.chat.chart_alt_text import MAX_LENGTH, alt_text
from bot.history.usage_timeline import UsageInterval
from tests.charts.charted import charted
from tests.chat.nasty import nasty_text
from tests.moments import NOON, after

SPAN = "minimax: slots in use over time, 15 May 2026 12:00 to 15 May 2026 16:00 UTC."


A_QUARTER = "Nothing is known for 25% of the time."
FULL = "full {} of the known time, for longest from 15 May {} to 15 May {}."


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("????", "Nothing is known of that time."),
        ("1121", "Between 1 and 2 of 3 in use, 1.2 on average; never full."),
        ("0330", f"Between 0 and 3 of 3 in use, 1.5 on average; {FULL.format('50%', '13:00', '15:00')}"),
        (
            "3?11",
            f"Between 1 and 3 of 3 in use, 1.7 on average; {FULL.format('33%', '12:00', '13:00')} {A_QUARTER}",
        ),
    ],
)
def test_a_picture_is_told_in_words(told: str, words: str) -> None:
    assert alt_text(charted(told)) == f"{SPAN} {words}"


@pytest.mark.parametrize(
    ("full", "words"),
    [
        (timedelta(seconds=1), "full less than 1% of"),
        (timedelta(hours=24, seconds=-1), "full more than 99% of"),
        (timedelta(hours=24), "full 100% of"),
    ],
)
def test_hardly_ever_is_not_told_as_never_nor_nearly_always_as_always(full: timedelta, words: str) -> None:
    intervals = (
        UsageInterval(start=NOON, end=NOON + full, in_use=3, total=3, full=1),
        UsageInterval(start=NOON + full, end=after(hours=24), in_use=1, total=3),
    )
    chart = Chart(
        title="", start=NOON, end=after(hours=24), intervals=intervals if full < timedelta(hours=24) else intervals[:1]
    )

    assert words in alt_text(chart)


@given(title=nasty_text)
def test_words_are_short_and_on_one_line_whatever_the_title(title: str) -> None:
    words = alt_text(charted("03?1", title=title))

    assert len(words) <= MAX_LENGTH
    assert words.isprintable()


def test_a_long_title_is_clipped() -> None:
    assert alt_text(charted("?", title="x" * 5000)).startswith("x" * 199 + "…: slots")
