"""Draws a chart as PNG: panel, title, plot, ribbon and time axis. Pure; without ``pyplot``, which keeps all figures.

The plot has slots in use as a step line, their limit as a labelled one; the ribbon below shows when nothing was free.
A label stands at what it names, so there is no legend; one that does not fit is left out.

On a phone Discord shows a picture at a third of this size, on a desktop at half of it, so text is drawn three times as
large as it must be to be read.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from bot.charts import palette
from bot.charts.chart_encoding import PIXELS, ChartFrame, ColumnChart
from bot.charts.chart_labels import ELLIPSIS, fitting_lines
from bot.charts.pixel_columns import Column, gaps, merged, plateaus
from bot.charts.time_axis import axis_title, ticks, time_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

WIDTH, HEIGHT = 1000, 620
"""Pixels of the picture."""

LEFT, BOTTOM = 84, 148
RIGHT = WIDTH - LEFT - PIXELS
"""Pixels between the edges of the picture and the plot."""

_EDGE = 40
"""Pixels between the left edge and the title."""

_TITLE_WIDTH = WIDTH - 2 * _EDGE
_TITLE_TOP, _TITLE_LINE, _BELOW_TITLE = 24, 48, 16
_RIBBON_GAP = 24
RIBBON_HEIGHT = 22
_FRAME = 4

_COLUMN = 8
"""Width in pixels of a column of the line, a divisor of ``PIXELS``: narrower ones would make the line a comb."""

_DOTS = 100
_POINTS = 72 / _DOTS
"""Points of a pixel."""

_TITLE_STYLE: Mapping[str, Any] = {"family": palette.FONT, "size": 37 * _POINTS, "parse_math": False}
_TEXT_STYLE: Mapping[str, Any] = {**_TITLE_STYLE, "size": 30 * _POINTS}
"""The font that is always there; text between ``$`` is never read as a formula."""

_LINE_WIDTH, _LIMIT_WIDTH = 2.6, 2.0
"""Points."""

_LINE_HEIGHT = 38
"""Pixels of a label's line, with the space around it."""

_LINE_PITCH = 33
"""Pixels from one line of a label to the next."""

_SPACE, _ABOVE = 10, 5
"""Pixels between a label and what is beside it, and what is below it."""

_MAX_TICKS = 3

_LEAST = 0.4
"""How opaque a column is that was full for a moment: less could not be seen. One that was full throughout is opaque."""

_NAN = float("nan")
_NONE = (0, -1, 0)
_second = itemgetter(1)


def draw(chart: ColumnChart) -> bytes:
    """Draw a chart as PNG, ``WIDTH`` by ``HEIGHT`` pixels; the same chart gives the same bytes."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy: half a second and 40 MB

    figure = Figure(figsize=(WIDTH / _DOTS, HEIGHT / _DOTS), dpi=_DOTS, facecolor=palette.PANEL)
    figure.patch.set(edgecolor=palette.FRAME, linewidth=_FRAME * _POINTS)
    top = _TITLE_TOP + _draw_title(figure, chart) * _TITLE_LINE + _BELOW_TITLE
    _plot(_axes(figure, BOTTOM, HEIGHT - top - BOTTOM), chart, merged(chart.columns, _COLUMN))
    ribbon = _axes(figure, BOTTOM - _RIBBON_GAP - RIBBON_HEIGHT, RIBBON_HEIGHT)
    _plot_ribbon(ribbon, chart.columns)
    _label_times(ribbon, chart)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", edgecolor=palette.FRAME, metadata={"Software": None})
    return picture.getvalue()


def _axes(figure: "Figure", bottom: int, height: int) -> "Axes":
    """Return bare axes as wide as the plot, between two heights in pixels."""
    place = (LEFT / WIDTH, bottom / HEIGHT, PIXELS / WIDTH, height / HEIGHT)
    axes = figure.add_axes(place, facecolor=palette.PANEL)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=8)
    return axes


def _draw_title(figure: "Figure", chart: ChartFrame) -> int:
    """Write the title, on two lines where one is too short, and return how many lines it takes."""
    text = figure.text(0, 0, "", **_TITLE_STYLE)
    whole = fitting_lines(text, f"{chart.subject}: {chart.finding}", _TITLE_WIDTH, most=1)
    parts = (f"{chart.subject}:", chart.finding)
    if ELLIPSIS in "".join(whole)[-1:]:
        whole = [line for part in parts for line in fitting_lines(text, part, _TITLE_WIDTH, most=1)]
    text.remove()
    for number, line in enumerate(whole):
        place = 1 - (_TITLE_TOP + _TITLE_LINE * (number + 0.5)) / HEIGHT
        figure.text(_EDGE / WIDTH, place, line, color=palette.TEXT, va="center", **_TITLE_STYLE)
    return len(whole)


def _label_times(axes: "Axes", chart: ChartFrame) -> None:
    """Put the times below axes, and below them the days and the time zone."""
    moments, left, right = ticks(chart.start, chart.end, chart.zone), *axes.get_xlim()
    places = [left + (moment - chart.start) / (chart.end - chart.start) * (right - left) for moment in moments]
    labels = [time_label(moment.astimezone(chart.zone)) for moment in moments]
    axes.set_xticks(places, labels, color=palette.QUIET, **_TEXT_STYLE)
    axes.set_xlabel(axis_title(chart.start, chart.end, chart.zone), color=palette.QUIET, labelpad=4, **_TEXT_STYLE)


def _plot(axes: "Axes", chart: ChartFrame, columns: Sequence[Column | None]) -> None:
    """Fill empty axes with a chart's columns."""
    edges = range(len(columns) + 1)
    in_use = [_NAN if column is None else column.in_use for column in columns]
    limit = [_NAN if column is None else column.total for column in columns]
    _scale(axes, columns)
    axes.stairs(in_use, edges, fill=True, color=palette.USE, alpha=palette.FILL, linewidth=0)
    axes.stairs(limit, edges, baseline=None, color=palette.LIMIT, linewidth=_LIMIT_WIDTH)
    axes.stairs(in_use, edges, baseline=None, color=palette.USE, linewidth=_LINE_WIDTH)
    _label_limits(axes, chart, columns)
    _label_use(axes, columns)
    _label_gaps(axes, columns)


def _scale(axes: "Axes", columns: Sequence[Column | None]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - heavy: as in ``draw``

    most = max((max(column.total, column.in_use) for column in columns if column is not None), default=0) or 1
    height = axes.get_window_extent().height
    headroom = _LINE_HEIGHT / (height - _LINE_HEIGHT) * most  # the limit's label stands above its line
    axes.set(xlim=(0, len(columns)), ylim=(0, most + headroom), xticks=[])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=_MAX_TICKS, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: _short(int(number))))
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= most])
    for text in axes.get_yticklabels():
        text.set(color=palette.QUIET, **_TEXT_STYLE)
    axes.grid(axis="y", color=palette.GRID, linewidth=1.0)
    axes.set_axisbelow(True)


def _label_limits(axes: "Axes", chart: ChartFrame, columns: Sequence[Column | None]) -> None:
    """Write the limit above its line, and why it is lower than before."""
    width = (chart.end - chart.start) / len(columns)
    before = 0
    for first, last, total in plateaus(columns):
        slots, begins = f"{_short(total)} slot{'' if total == 1 else 's'}", chart.start + first * width
        beside = _SPACE / _pixels_per_column(axes) if before else 0  # the line's own step
        text = _label(axes, slots, first + beside, total, color=palette.LIMIT)
        room = (last - first) * _pixels_per_column(axes) - 2 * _SPACE
        reason = next((one.text for one in chart.reasons if begins - width <= one.at < begins + 2 * width), "")
        if reason and total < before:
            above = (axes.get_ylim()[1] - total) * _pixels_per_slot(axes) // _LINE_PITCH - 1
            lines = fitting_lines(text, f"{reason}:", room, most=max(int(above), 0))
            text.set_text("\n".join((*lines, slots)) if not any(ELLIPSIS in line for line in lines) else slots)
        if text.get_window_extent().width > room:
            text.remove()
        before = total


def _label_use(axes: "Axes", columns: Sequence[Column | None]) -> None:
    """Write ``in use`` above its line, where that is farthest below the limit; else at the bottom of the area."""
    text = _label(axes, "in use", 0, 0, color=palette.USE)
    count = int((text.get_window_extent().width + 2 * _SPACE) / _pixels_per_column(axes)) + 1
    height = _LINE_HEIGHT / _pixels_per_slot(axes)
    windows = list(_windows(columns, count))
    place, room, top = max(
        ((place, limit - most, most) for place, _, most, limit in windows), key=_second, default=_NONE
    )
    if room < height:
        place, room, top = max(((place, least, 0) for place, least, _, _ in windows), key=_second, default=_NONE)
        text.set(color=palette.TEXT)
    if room < height:
        text.remove()
    else:
        text.set(x=place + count / 2, y=top + _ABOVE / _pixels_per_slot(axes), ha="center")


def _windows(columns: Sequence[Column | None], count: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the start of each run of ``count`` known columns, with the least and most in use, and the lowest limit."""
    for first in range(len(columns) - count + 1):
        known = [column for column in columns[first : first + count] if column is not None]
        if len(known) == count:
            used = [column.in_use for column in known]
            yield first, min(used), max(used), min(column.total for column in known)


def _label_gaps(axes: "Axes", columns: Sequence[Column | None]) -> None:
    """Write ``not known`` where the line is missing for long enough."""
    for first, last in gaps(columns):
        text = _label(axes, "", (first + last) / 2, 0, color=palette.QUIET)
        text.set(ha="center")
        for words in ("not known", "not\nknown", ""):
            text.set_text(words)
            if text.get_window_extent().width <= (last - first) * _pixels_per_column(axes) - _SPACE:
                break


def _label(axes: "Axes", words: str, place: float, height: float, *, color: str) -> "Text":
    """Write words above a point of the plot."""
    over = height + _ABOVE / _pixels_per_slot(axes)
    return axes.text(place, over, words, color=color, va="bottom", linespacing=1.05, **_TEXT_STYLE)


def _pixels_per_slot(axes: "Axes") -> float:
    return float(axes.get_window_extent().height / axes.get_ylim()[1])


def _pixels_per_column(axes: "Axes") -> float:
    return float(axes.get_window_extent().width / axes.get_xlim()[1])


def _short(number: int) -> str:
    """Write a number of slots in few characters: ``950``, ``12k``, ``1.5M``."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return str(number)


def _plot_ribbon(axes: "Axes", columns: Sequence[Column | None]) -> None:
    """Fill empty axes, from a column for each pixel."""
    from matplotlib.colors import to_rgb  # noqa: PLC0415 - heavy: as in ``draw``

    axes.set(xlim=(0, len(columns)), ylim=(0, 1), yticks=[0.5], facecolor=palette.TRACK)
    axes.set_yticklabels(["full"], color=palette.FULL, va="center", **_TEXT_STYLE)
    inks = [(*to_rgb(palette.FULL), 0.0 if column is None else _opaque(column)) for column in columns]
    axes.imshow([inks], extent=(0, len(columns), 0, 1), aspect="auto", interpolation="nearest")
    for first, last in gaps(columns):
        axes.axvspan(first, last, **palette.UNKNOWN)


def _opaque(column: Column) -> float:
    return _LEAST + (1 - _LEAST) * min(column.full / column.known, 1.0) if column.full else 0.0
