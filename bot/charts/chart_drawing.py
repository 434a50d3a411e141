"""Draws a chart as PNG: panel, title, legend and plot. Pure; without ``pyplot``, which keeps all figures in memory.

Discord shows a picture at half this size or less, so text is drawn twice as large as it should look.
"""

import io
from typing import TYPE_CHECKING, Any

from bot.charts import palette
from bot.charts.chart import Chart
from bot.charts.chart_labels import set_fitting_text
from bot.charts.pixel_columns import Column, columns, gaps
from bot.charts.plot_area import plot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1100, 520
"""Pixels of the picture."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 50, 124, 92
"""Pixels between the edge of the picture and the plot."""

_COLUMNS = WIDTH - _LEFT - _RIGHT
"""The plot is as many columns wide as it has pixels, so that steps have sharp edges."""

_DOTS = 100
_TITLE_SIZE, _TEXT_SIZE = 30, 22
_RANGES_EXPLAINED = 0.05
"""The legend explains a range of use if more than this part of the columns show one: fewer are just edges of steps."""


def draw(chart: Chart) -> bytes:
    """Draw a chart as PNG, ``WIDTH`` by ``HEIGHT`` pixels; the same chart gives the same bytes."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy: half a second and 40 MB

    figure = Figure(figsize=(WIDTH / _DOTS, HEIGHT / _DOTS), dpi=_DOTS, facecolor=palette.PANEL)
    figure.patch.set(edgecolor=palette.FRAME, linewidth=_points(4))
    axes = figure.add_axes(
        (_LEFT / WIDTH, _BOTTOM / HEIGHT, _COLUMNS / WIDTH, 1 - (_TOP + _BOTTOM) / HEIGHT), facecolor=palette.PANEL
    )
    found = columns(chart, _COLUMNS)
    plot(axes, chart, found, _text_style(_TEXT_SIZE))
    _add_legend(figure, found)
    title = figure.text(_LEFT / WIDTH, 1 - 52 / HEIGHT, "", color=palette.TEXT, **_text_style(_TITLE_SIZE))
    set_fitting_text(title, chart.title, _COLUMNS)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", edgecolor=palette.FRAME, metadata={"Software": None})
    return picture.getvalue()


def _add_legend(figure: "Figure", found: list[Column | None]) -> None:
    """Explain what is in the picture, and nothing that is not."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy: as in ``draw``
    from matplotlib.lines import Line2D  # noqa: PLC0415 - heavy: as in ``draw``
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy: as in ``draw``

    known = [column for column in found if column is not None]
    between = sum(column.low < column.high for column in known) > _RANGES_EXPLAINED * len(found)
    entries: list[tuple[bool, Patch | Line2D]] = [
        (bool(known), Patch(facecolor=palette.USE, label="in use")),
        (between, Patch(facecolor=palette.USE, alpha=palette.BETWEEN, label="lowest to highest")),
        (any(column.full for column in known), Patch(facecolor=palette.FULL, label="full")),
        (bool(known), Line2D([], [], color=palette.TOTAL, linewidth=_points(4), label="total")),
        (any(gaps(found)), Patch(**{**palette.UNKNOWN, "linewidth": 1}, label="nothing known")),
    ]
    figure.legend(
        handles=[entry for present, entry in entries if present],
        loc="center left",
        bbox_to_anchor=(_LEFT / WIDTH, 1 - 88 / HEIGHT),
        ncols=len(entries),
        frameon=False,
        labelcolor=palette.TEXT,
        prop=FontProperties(family=palette.FONT, size=_points(_TEXT_SIZE)),
        borderpad=0,
        borderaxespad=0,
        handlelength=1.1,
        handletextpad=0.5,
        columnspacing=1.4,
    )


def _text_style(pixels: int) -> dict[str, Any]:
    """Return the font that is always there; text between ``$`` is never read as a formula."""
    return {"family": palette.FONT, "size": _points(pixels), "parse_math": False}


def _points(pixels: float) -> float:
    return pixels * 72 / _DOTS
