"""The colours and the font of a picture.

Discord shows a picture on ``#ffffff`` in its light theme and on ``#313338`` or darker in its dark ones. No one colour
can be read on both: the best that it can do there is a contrast of 3.5 to each, where text needs 4.5 (WCAG 2.2, 1.4.3).
So the picture has its own dark panel with a lighter frame, and its colours are chosen against that. People who can't
tell red from green can tell blue from orange.
"""

from collections.abc import Mapping
from typing import Any

FONT = "DejaVu Sans"
"""The one font that comes with matplotlib, wherever it is."""

PANEL = "#1e1f22"
FRAME = "#4e5058"
TEXT = "#f2f3f5"
QUIET = "#b5bac1"
GRID = "#35373c"
HATCH = "#6d6f78"
USE = "#4f8ff0"
FULL = "#f28c38"
TOTAL = "#dbdee1"

BETWEEN = 0.4
"""How opaque the space is between the lowest and the highest use of one column."""

UNKNOWN: Mapping[str, Any] = {"facecolor": "none", "edgecolor": HATCH, "hatch": "//", "linewidth": 0}
"""Times of which nothing is known, as matplotlib's ``Patch`` takes it."""
