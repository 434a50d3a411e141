"""Pictures in words."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given

from bot.chat.history.wording import alt_text
from tests.charts.charted import charted
from tests.chat.nasty import nasty_text
from tests.rows import each_row

SAID = "minimax: nothing free for 1 h of 4 h. Slots in use, 15 May 2026 12:00 to 15 May 2026 16:00, UTC:"
A_QUARTER = "No slot is known 25% of the time."
FULL = "Full for longest from 15 May {}, for {}."


@each_row(
    ("told", "words"),
    [
        ("????", "nothing is known of that time."),
        ("1121", "between 1 and 2 of 3, 1.2 on average."),
        ("0330", f"between 0 and 3 of 3, 1.5 on average. {FULL.format('13:00', '2 h')}"),
        ("3?11", f"between 1 and 3 of 3, 1.7 on average. {FULL.format('12:00', '1 h')} {A_QUARTER}"),
    ],
)
def test_a_picture_is_described_with_its_finding_first(told: str, words: str) -> None:
    assert alt_text(replace(charted(told), finding="nothing free for 1 h of 4 h")) == f"{SAID} {words}"


def test_clock_times_are_those_of_the_pictures_zone() -> None:
    words = alt_text(replace(charted("0330"), zone=ZoneInfo("Asia/Kolkata")))
    assert "15 May 2026 17:30 to 15 May 2026 21:30, Asia/Kolkata" in words
    assert FULL.format("18:30", "2 h") in words


@given(subject=nasty_text)
def test_words_are_short_and_on_one_line_whatever_the_subject(subject: str) -> None:
    words = alt_text(charted("03?1", subject=subject))

    assert len(words) <= 1024
    assert words.isprintable()


def test_a_long_subject_is_clipped() -> None:
    assert alt_text(charted("?", subject="x" * 5000)).startswith("x" * 199 + "…: ")
