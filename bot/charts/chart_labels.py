"""Untrusted text made fit for a picture: no wider than its place, nothing that the font can't draw.

matplotlib warns of each character that its font lacks and leaves a hole; a lone surrogate makes it fail. What is
missing from DejaVu Sans, the one font that comes with matplotlib everywhere, becomes one box.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
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


def fitting_lines(shown: "Text", text: str, width: float, *, most: int) -> list[str]:
    """Break a text into lines of at most ``width`` pixels; what does not fit into the last one is cut.

    Args:
        shown: A text of the right font, which is overwritten.
        text: What to break.
        width: How many pixels a line may be wide.
        most: Maximum number of lines.
    """
    words, lines = drawable(text).split(), list[str]()
    while words and len(lines) < most:
        rest = " ".join(words)
        if len(lines) == most - 1:
            return [*lines, _clipped(shown, rest, width)]
        count = bisect_left(
            range(1, len(words) + 1), x=True, key=lambda number: not _fits(shown, words[:number], width)
        )
        lines.append(_clipped(shown, " ".join(words[: max(count, 1)]), width))
        words = words[max(count, 1) :]
    return lines


def _fits(shown: "Text", words: Sequence[str], width: float) -> bool:
    shown.set_text(" ".join(words))
    return bool(shown.get_window_extent().width <= width)


def _clipped(shown: "Text", words: str, width: float) -> str:
    """Cut a text to ``width`` pixels."""
    if _fits(shown, [words], width):
        return words

    def shorter_by(fewer: int) -> str:
        return f"{words[:-fewer].rstrip()}{ELLIPSIS}"

    cuts = range(1, len(words))
    return shorter_by(1 + bisect_left(cuts, x=True, key=lambda fewer: _fits(shown, [shorter_by(fewer)], width)))
