"""Text of others made fit for a picture: on one line, no wider than its place, nothing that the font can't draw.

matplotlib warns of each character that its font lacks and leaves a hole; a lone surrogate makes it fail. What is
missing from DejaVu Sans, the one font that comes with matplotlib everywhere, becomes one box.
"""

import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.text import Text

BOX = "\N{WHITE RECTANGLE}"
"""Stands for characters that can't be drawn."""

ELLIPSIS = "…"

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_JOINED = frozenset({"Mn", "Me"})
_READ = 200
"""No title is read further than this: what is wider than the picture can't be seen."""


def legible(text: str) -> str:
    """Leave of a text what DejaVu Sans can draw, on one line; a run of what it can't draw is one box."""
    from matplotlib.font_manager import fontManager, get_font  # noqa: PLC0415 - heavy: matplotlib, see the package

    font = get_font(fontManager.findfont("DejaVu Sans"))
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text[:_READ]):
        category = unicodedata.category(character)
        if category in _UNSEEN:
            kept.append(" ")
        elif font.get_char_index(ord(character)):
            kept.append(character)
        elif category not in _JOINED and kept[-1:] != [BOX]:
            kept.append(BOX)
    return " ".join("".join(kept).split())


def fit(shown: "Text", text: str, width: float) -> None:
    """Give a text of a picture its words, clipped to ``width`` pixels."""
    words = legible(text)

    def shorter_by(fewer: int) -> str:
        return f"{words[:-fewer].rstrip()}{ELLIPSIS}" if fewer else words

    def fits(fewer: int) -> bool:
        shown.set_text(shorter_by(fewer))
        return shown.get_window_extent().width <= width

    shown.set_text(shorter_by(bisect_left(range(len(words)), x=True, key=fits)))
