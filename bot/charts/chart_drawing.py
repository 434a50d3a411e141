"""Draws a chart as PNG: panel, title, plot, ribbon and time axis. Pure; without ``pyplot``, which keeps all figures.

On a phone Discord shows a picture at a third of this size, on a desktop at half of it, so text is drawn three times as
large as it must be to be read.
"""

import io
from typing import TYPE_CHECKING, Any

from bot.charts import palette
from bot.charts.chart import Chart
from bot.charts.chart_labels import ELLIPSIS, fitting_lines
from bot.charts.pixel_columns import columns
from bot.charts.time_axis import axis_title, ticks, time_label
from bot.charts.usage_plot import plot, plot_ribbon

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1000, 620
"""Pixels of the picture."""

LEFT, RIGHT, BOTTOM = 84, 56, 148
"""Pixels between the edges of the picture and the plot."""

_EDGE = 40
"""Pixels between the left edge and the title."""

_TITLE_WIDTH = WIDTH - 2 * _EDGE
_TITLE_TOP, _TITLE_LINE, _BELOW_TITLE = 24, 48, 16
_RIBBON_GAP = 24
RIBBON_HEIGHT = 22
_FRAME = 4

_COLUMN = 8
"""Pixels of a column of the line: less would make it a comb."""

_DOTS = 100
_TITLE_SIZE, _TEXT_SIZE = 37, 30


def draw(chart: Chart) -> bytes:
    """Draw a chart as PNG, ``WIDTH`` by ``HEIGHT`` pixels; the same chart gives the same bytes."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy: half a second and 40 MB

    figure = Figure(figsize=(WIDTH / _DOTS, HEIGHT / _DOTS), dpi=_DOTS, facecolor=palette.PANEL)
    figure.patch.set(edgecolor=palette.FRAME, linewidth=_points(_FRAME))
    top = _TITLE_TOP + _draw_title(figure, chart) * _TITLE_LINE + _BELOW_TITLE
    style, width = _text_style(_TEXT_SIZE), WIDTH - LEFT - RIGHT
    plot(_axes(figure, BOTTOM, HEIGHT - top - BOTTOM), chart, columns(chart, width // _COLUMN), style)
    ribbon = _axes(figure, BOTTOM - _RIBBON_GAP - RIBBON_HEIGHT, RIBBON_HEIGHT)
    plot_ribbon(ribbon, columns(chart, width), style)
    _label_times(ribbon, chart, style)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", edgecolor=palette.FRAME, metadata={"Software": None})
    return picture.getvalue()


def _axes(figure: "Figure", bottom: int, height: int) -> "Axes":
    """Return bare axes as wide as the plot, between two heights in pixels."""
    place = (LEFT / WIDTH, bottom / HEIGHT, (WIDTH - LEFT - RIGHT) / WIDTH, height / HEIGHT)
    axes = figure.add_axes(place, facecolor=palette.PANEL)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=8)
    return axes


def _draw_title(figure: "Figure", chart: Chart) -> int:
    """Write the title, on two lines where one is too short, and return how many lines it takes."""
    text = figure.text(0, 0, "", **_text_style(_TITLE_SIZE))
    whole = fitting_lines(text, f"{chart.subject}: {chart.finding}", _TITLE_WIDTH, most=1)
    parts = (f"{chart.subject}:", chart.finding)
    if ELLIPSIS in "".join(whole)[-1:]:
        whole = [line for part in parts for line in fitting_lines(text, part, _TITLE_WIDTH, most=1)]
    text.remove()
    for number, line in enumerate(whole):
        place = 1 - (_TITLE_TOP + _TITLE_LINE * (number + 0.5)) / HEIGHT
        figure.text(_EDGE / WIDTH, place, line, color=palette.TEXT, va="center", **_text_style(_TITLE_SIZE))
    return len(whole)


def _label_times(axes: "Axes", chart: Chart, text_style: dict[str, Any]) -> None:
    """Put the times below axes, and below them the days and the time zone."""
    moments, left, right = ticks(chart.start, chart.end, chart.zone), *axes.get_xlim()
    places = [left + (moment - chart.start) / (chart.end - chart.start) * (right - left) for moment in moments]
    labels = [time_label(moment.astimezone(chart.zone)) for moment in moments]
    axes.set_xticks(places, labels, color=palette.QUIET, **text_style)
    axes.set_xlabel(axis_title(chart.start, chart.end, chart.zone), color=palette.QUIET, labelpad=4, **text_style)


def _text_style(pixels: int) -> dict[str, Any]:
    """Return the font that is always there; text between ``$`` is never read as a formula."""
    return {"family": palette.FONT, "size": _points(pixels), "parse_math": False}


def _points(pixels: float) -> float:
    return pixels * 72 / _DOTS
