"""Untrusted text is cleaned and clipped; durations, numbers and shares are legible."""

import unicodedata
from datetime import timedelta
from itertools import groupby

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.wording.durations import duration
from bot.chat.wording.numbers_and_lists import amount, count, percent
from bot.chat.wording.text_cleaning import clean, clip, isolated
from tests.chat.nasty import nasty_text
from tests.rows import each_row


@each_row(
    ("text", "shown"),
    [
        ("2 free, 3.5 % of it!", "2 free, 3.5 % of it!"),
        ("*job* `a` <@1>", "*job* `a` <@1>"),
        (" a\r\n\tb\u2028c\u00a0 d\u2800", "a b c d"),
        ("a\u200bb\u00adc\x07d\ud800e\ue000f", "abcdef"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("a\ufe0fb\U000e0041c\u3164d\uffa0e\U000e0100f", "abcdef"),
        ("e\u0301\u0302\u0303\u0304!", "e\u0301\u0302!"),
        ("\u0301a", "a"),
        ("\u05d0 1", "\u05d0 1"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_only_what_is_visible_is_shown_on_one_line(text: str, shown: str) -> None:
    assert clean(text, 100) == shown


@each_row(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abc def", 5, "abc…"),
        ("\u200b" * 5000 + "far away", 20, "…"),
        ("a", 1, "a"),
        ("a", 0, ""),
    ],
)
def test_what_is_clipped_ends_in_an_ellipsis(text: str, limit: int, shown: str) -> None:
    assert clean(text, limit) == shown


@given(nasty_text, st.integers(0, 120))
@example("\ud800\u05d0*", 4)
def test_nothing_of_others_piles_up_or_breaks_a_line(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert shown == shown.strip()
    assert len(shown.splitlines()) <= 1
    runs = [len(list(run)) for mark, run in groupby(shown, lambda one: unicodedata.category(one) == "Mn") if mark]
    assert max(runs, default=0) <= 2
    shown.encode()


def test_each_character_that_runs_from_right_to_left_is_isolated() -> None:
    from_the_right = [one for one in map(chr, range(0x20000)) if unicodedata.bidirectional(one) in {"R", "AL"}]
    assert len(from_the_right) > 2000
    assert [one for one in from_the_right if isolated(f"a{one}") != f"\u2068a{one}\u2069"] == []
    assert isolated("é … 1 · 日本") == "é … 1 · 日本"


@given(nasty_text, st.integers(0, 50))
def test_clean_text_fits(text: str, limit: int) -> None:
    assert len(clean(text, limit)) <= limit


@each_row(
    ("text", "limit", "shown"),
    [(r"ab\*cd", 4, "ab…"), (r"ab\*cd", 5, r"ab\*…"), (r"a\\*c", 4, r"a\\…"), ("ab", 2, "ab")],
)
def test_clipping_leaves_no_half_escape(text: str, limit: int, shown: str) -> None:
    assert clip(text, limit) == shown


@each_row(
    ("seconds", "said"),
    [
        (0, "0:00"),
        (59.9, "0:59"),
        (237, "3:57"),
        (3599, "59:59"),
        (3723, "1:02:03"),
        (26 * 3600 + 184, "26:03:04"),
        (-5, "0:00"),
    ],
)
def test_a_span_is_said_as_on_a_clock(seconds: float, said: str) -> None:
    assert duration(timedelta(seconds=seconds)) == said


@each_row(
    ("number", "said"),
    [(0, "0"), (-3, "0"), (1234, "1,234"), (999_999, "999,999"), (1_000_000, "999,999+")],
)
def test_any_number_is_short(number: int, said: str) -> None:
    assert amount(number) == said


def test_even_a_number_too_long_to_write_is_short() -> None:
    assert amount(10**5000) == "999,999+"


def test_one_is_singular() -> None:
    assert [count(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


@each_row(
    ("part", "words"),
    [
        (0, "0%"),
        (0.0001, "less than 1%"),
        (0.01, "1%"),
        (0.126, "13%"),
        (0.99, "99%"),
        (0.9951, "more than 99%"),
        (1, "100%"),
    ],
)
def test_a_share_is_said_in_whole_percent(part: float, words: str) -> None:
    assert percent(part) == words
