"""What is inside a picture's axes: slots in use as a step line, their limit as a labelled one; and the ribbon below.

The ribbon shows when nothing was free.
A label stands at what it names, so there is no legend; one that does not fit is left out.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from bot.charts import palette
from bot.charts.chart import Chart
from bot.charts.chart_labels import ELLIPSIS, fitting_lines
from bot.charts.pixel_columns import Column, gaps, plateaus

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

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


def plot(axes: "Axes", chart: Chart, found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    """Fill empty axes.

    Args:
        axes: Where to plot.
        chart: What to plot.
        found: The same, in columns.
        text_style: Font and size, as matplotlib's ``Text`` takes them.
    """
    edges = range(len(found) + 1)
    in_use = [_NAN if column is None else column.in_use for column in found]
    limit = [_NAN if column is None else column.total for column in found]
    _scale(axes, found, text_style)
    axes.stairs(in_use, edges, fill=True, color=palette.USE, alpha=palette.FILL, linewidth=0)
    axes.stairs(limit, edges, baseline=None, color=palette.LIMIT, linewidth=_LIMIT_WIDTH)
    axes.stairs(in_use, edges, baseline=None, color=palette.USE, linewidth=_LINE_WIDTH)
    _label_limits(axes, chart, found, text_style)
    _label_use(axes, found, text_style)
    _label_gaps(axes, found, text_style)


def _scale(axes: "Axes", found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - heavy: as in ``chart_drawing``

    most = max((max(column.total, column.in_use) for column in found if column is not None), default=0) or 1
    height = axes.get_window_extent().height
    headroom = _LINE_HEIGHT / (height - _LINE_HEIGHT) * most  # the limit's label stands above its line
    axes.set(xlim=(0, len(found)), ylim=(0, most + headroom), xticks=[])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=_MAX_TICKS, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: _short(int(number))))
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= most])
    for text in axes.get_yticklabels():
        text.set(color=palette.QUIET, **text_style)
    axes.grid(axis="y", color=palette.GRID, linewidth=1.0)
    axes.set_axisbelow(True)


def _label_limits(axes: "Axes", chart: Chart, found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    """Write the limit above its line, and why it is lower than before."""
    width = (chart.end - chart.start) / len(found)
    before = 0
    for first, last, total in plateaus(found):
        slots, begins = f"{_short(total)} slot{'' if total == 1 else 's'}", chart.start + first * width
        beside = _SPACE / _pixels_per_column(axes) if before else 0  # the line's own step
        text = _label(axes, slots, first + beside, total, text_style, color=palette.LIMIT)
        room = (last - first) * _pixels_per_column(axes) - 2 * _SPACE
        reason = next((one.text for one in chart.reasons if begins - width <= one.at < begins + 2 * width), "")
        if reason and total < before:
            above = (axes.get_ylim()[1] - total) * _pixels_per_slot(axes) // _LINE_PITCH - 1
            lines = fitting_lines(text, f"{reason}:", room, most=max(int(above), 0))
            text.set_text("\n".join((*lines, slots)) if not any(ELLIPSIS in line for line in lines) else slots)
        if text.get_window_extent().width > room:
            text.remove()
        before = total


def _label_use(axes: "Axes", found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    """Write ``in use`` above its line, where that is farthest below the limit; else at the bottom of the area."""
    text = _label(axes, "in use", 0, 0, text_style, color=palette.USE)
    count = int((text.get_window_extent().width + 2 * _SPACE) / _pixels_per_column(axes)) + 1
    height = _LINE_HEIGHT / _pixels_per_slot(axes)
    windows = list(_windows(found, count))
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


def _windows(found: Sequence[Column | None], count: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the start of each run of ``count`` known columns, with the least and most in use, and the lowest limit."""
    for first in range(len(found) - count + 1):
        there = [column for column in found[first : first + count] if column is not None]
        if len(there) == count:
            used = [column.in_use for column in there]
            yield first, min(used), max(used), min(column.total for column in there)


def _label_gaps(axes: "Axes", found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    """Write ``not known`` where the line is missing for long enough."""
    for first, last in gaps(found):
        text = _label(axes, "", (first + last) / 2, 0, text_style, color=palette.QUIET)
        text.set(ha="center")
        for words in ("not known", "not\nknown", ""):
            text.set_text(words)
            if text.get_window_extent().width <= (last - first) * _pixels_per_column(axes) - _SPACE:
                break


def _label(axes: "Axes", words: str, place: float, height: float, text_style: dict[str, Any], *, color: str) -> "Text":
    """Write words above a point of the plot."""
    over = height + _ABOVE / _pixels_per_slot(axes)
    return axes.text(place, over, words, color=color, va="bottom", linespacing=1.05, **text_style)


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
