"""Titles of others, made fit for a picture."""

import pytest
from hypothesis import given, settings
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font

from bot.charts.chart_labels import drawable, set_fitting_text
from tests.chat.nasty import nasty_text

FONT = get_font(fontManager.findfont("DejaVu Sans"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("minimax · studio-a", "minimax · studio-a"),
        ("$x^2$ \\frac{1}{2}", "$x^2$ \\frac{1}{2}"),
        ("two\r\nlines\tand\u2028more", "two lines and more"),
        ("\ud800", "▭"),
        ("你好 you", "▭ you"),
        ("\U0001fae0\U0001fae0", "▭"),
        ("jo\u0308rg", "jörg"),
        ("\u202etxt.\u200bexe\x00", "txt. exe"),
        ("שלום", "שלום"),
        ("", ""),
    ],
)
def test_a_title_keeps_what_can_be_drawn(text: str, shown: str) -> None:
    assert drawable(text) == shown


@settings(deadline=None)
@given(text=nasty_text)
def test_every_character_that_is_left_can_be_drawn_on_one_line(text: str) -> None:
    shown = drawable(text)

    assert shown == " ".join(shown.split())
    assert all(FONT.get_char_index(ord(character)) for character in shown)


def test_a_title_that_is_too_wide_is_clipped() -> None:
    text = Figure().text(0, 0, "", family="DejaVu Sans", parse_math=False)

    set_fitting_text(text, "W" * 400, 300)

    assert text.get_text().startswith("WWW")
    assert text.get_text().endswith("W…")
    assert 250 < text.get_window_extent().width <= 300


def test_a_title_that_is_not_too_wide_stays() -> None:
    text = Figure().text(0, 0, "", family="DejaVu Sans", parse_math=False)

    set_fitting_text(text, "minimax", 300)

    assert text.get_text() == "minimax"
