"""The ribbon below the plot: red where nothing was free, hatched where nothing is known."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.charts import palette
from bot.charts.pixel_columns import Column, gaps

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RIBBON_HEIGHT = 22
"""Pixels."""

_LEAST = 0.4
"""How opaque a column is that was full for a moment: less could not be seen. One that was full throughout is opaque."""


def plot_ribbon(axes: "Axes", found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    """Fill empty axes.

    Args:
        axes: Where to plot.
        found: What was known, a column for each pixel.
        text_style: Font and size, as matplotlib's ``Text`` takes them.
    """
    from matplotlib.colors import to_rgb  # noqa: PLC0415 - heavy: as in ``chart_drawing``

    axes.set(xlim=(0, len(found)), ylim=(0, 1), yticks=[0.5], facecolor=palette.TRACK)
    axes.set_yticklabels(["full"], color=palette.FULL, va="center", **text_style)
    inks = [(*to_rgb(palette.FULL), 0.0 if column is None else _opaque(column)) for column in found]
    axes.imshow([inks], extent=(0, len(found), 0, 1), aspect="auto", interpolation="nearest")
    for first, last in gaps(found):
        axes.axvspan(first, last, **palette.UNKNOWN)


def _opaque(column: Column) -> float:
    return _LEAST + (1 - _LEAST) * min(column.full / column.known, 1.0) if column.full else 0.0
