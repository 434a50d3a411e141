"""Text of others made fit for a picture: one line, no wider than its place, nothing that the font can't draw.

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

_BLANK = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_COMBINING = frozenset({"Mn", "Me"})
_MAX_LENGTH = 200
"""Characters of a text that are looked at: more would not fit into the picture."""


def drawable(text: str) -> str:
    """Return what DejaVu Sans can draw of a text, on one line; a run of what it can't draw becomes one box."""
    from matplotlib.font_manager import fontManager, get_font  # noqa: PLC0415 - heavy: matplotlib, see the package

    font = get_font(fontManager.findfont("DejaVu Sans"))
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text[:_MAX_LENGTH]):
        category = unicodedata.category(character)
        if category in _BLANK:
            kept.append(" ")
        elif font.get_char_index(ord(character)):
            kept.append(character)
        elif category not in _COMBINING and kept[-1:] != [BOX]:
            kept.append(BOX)
    return " ".join("".join(kept).split())


def set_fitting_text(shown: "Text", text: str, width: float) -> None:
    """Set the text of a picture's label, clipped to ``width`` pixels."""
    words = drawable(text)

    def shorter_by(fewer: int) -> str:
        return f"{words[:-fewer].rstrip()}{ELLIPSIS}" if fewer else words

    def fits(fewer: int) -> bool:
        shown.set_text(shorter_by(fewer))
        return shown.get_window_extent().width <= width

    shown.set_text(shorter_by(bisect_left(range(len(words)), x=True, key=fits)))
