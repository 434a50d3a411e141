"""The colours and the font of a picture.

Discord shows a picture on ``#ffffff`` in its light theme and on ``#313338`` or darker in its dark ones. No one colour
can be read on both: the best that it can do there is a contrast of 3.5 to each, where text needs 4.5 (WCAG 2.2, 1.4.3).
So the picture has its own dark panel with a lighter frame, and its colours are chosen against that. Red never stands
alone: it has a row of its own, with its word beside it.
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
TRACK = "#2b2d31"
USE = "#4f8ff0"
FULL = "#fa5558"
LIMIT = "#dbdee1"

FILL = 0.28
"""How opaque the area below the line of use is."""

UNKNOWN: Mapping[str, Any] = {"facecolor": "none", "edgecolor": HATCH, "hatch": "////", "linewidth": 0}
"""Times of which nothing is known, as matplotlib's ``Patch`` takes it."""
