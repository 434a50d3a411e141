"""Titles of others, made fit for a picture."""

from hypothesis import given, settings
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font

from bot.charts.chart_labels import drawable, fitting_lines
from tests.chat.nasty import nasty_text
from tests.rows import each_row

FONT = get_font(fontManager.findfont("DejaVu Sans"))


@each_row(
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


def lines(words: str, width: float, most: int) -> list[str]:
    return fitting_lines(Figure().text(0, 0, "", family="DejaVu Sans", parse_math=False), words, width, most=most)


def test_what_fits_stays_on_one_line() -> None:
    assert lines("MiniMax: nothing free", 300, 2) == ["MiniMax: nothing free"]


def test_what_is_too_wide_is_broken_between_words_and_cut_at_the_end() -> None:
    assert lines("studio-c can't be used", 101, 3) == ["studio-c can't", "be used"]
    assert lines("studio-c can't be used", 101, 1) == ["studio-c can…"]
    (first, second) = lines("W" * 90 + " " + "M" * 90, 300, 2)
    assert (first[:3], first[-2:], second[:3], second[-2:]) == ("WWW", "W…", "MMM", "M…")


def test_without_words_or_lines_there_is_nothing() -> None:
    assert lines("", 300, 2) == lines("words", 300, 0) == []
