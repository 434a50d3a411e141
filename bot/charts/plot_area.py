"""What is inside a picture's axes: the slots in use, their total, full times and gaps.

A column that was full for a part of its time is tinted by that part: a minute in a month does not look like an hour.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.charts import palette
from bot.charts.chart import Chart
from bot.charts.pixel_columns import Column, gaps
from bot.charts.time_axis import ticks, time_label, time_range

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import StepPatch

Ink: TypeAlias = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""

_HEADROOM = 1.1
"""How much higher the plot is than the total, whose line would otherwise be its edge."""

_BAND = 0.22
"""How opaque the tint of full times is behind everything."""

_TOTAL_WIDTH = 3.0

_ZERO_WIDTH = 3.0
"""Half of it is visible: no slot in use is a line, nothing known is no line."""

_MAX_TICKS = 5
_NAN = float("nan")
_NO_INK: Ink = (0.0, 0.0, 0.0, 0.0)


def plot(axes: "Axes", chart: Chart, found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    """Fill empty axes.

    Args:
        axes: Where to plot.
        chart: What to plot.
        found: The same, in columns.
        text_style: Font and size, as matplotlib's ``Text`` takes them.
    """
    edges = range(len(found) + 1)
    low = [_NAN if column is None else column.low for column in found]
    high = [_NAN if column is None else column.high for column in found]
    total = [_NAN if column is None else column.total for column in found]
    _scale(axes, chart, found, text_style)
    for first, last in gaps(found):
        axes.axvspan(first, last, **palette.UNKNOWN)
    _tint(axes, [_NO_INK if column is None else _ink(1.0, _BAND * column.full) for column in found])
    for opaque, fill in (
        (palette.BETWEEN, axes.stairs(high, edges, baseline=low, fill=True, visible=False)),
        (1.0, axes.stairs(low, edges, fill=True, visible=False)),
    ):
        _tint(axes, [_NO_INK if column is None else _ink(column.full / column.known, opaque) for column in found], fill)
    zero = [_NAN if column is None else 0 for column in found]
    axes.stairs(zero, edges, baseline=None, color=palette.USE, linewidth=_ZERO_WIDTH)
    axes.stairs(total, edges, baseline=None, color=palette.TOTAL, linewidth=_TOTAL_WIDTH)


def _scale(axes: "Axes", chart: Chart, found: Sequence[Column | None], text_style: dict[str, Any]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - heavy: as in ``chart_drawing``

    most = max((column.total for column in found if column is not None), default=0)
    axes.set(xlim=(0, len(found)), ylim=(0, _HEADROOM * max(most, 1)))
    moments = ticks(chart.start, chart.end)
    places = [(moment - chart.start) / (chart.end - chart.start) * len(found) for moment in moments]
    axes.set_xticks(places, [time_label(moment) for moment in moments], color=palette.QUIET, **text_style)
    axes.set_xlabel(time_range(chart.start, chart.end), color=palette.QUIET, labelpad=8, **text_style)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=_MAX_TICKS, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: _short(int(number))))
    for text in axes.get_yticklabels():
        text.set(color=palette.QUIET, **text_style)
    axes.tick_params(length=0, pad=8)
    axes.grid(color=palette.GRID, linewidth=1.0)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def _tint(axes: "Axes", inks: Sequence[Ink], within: "StepPatch | None" = None) -> None:
    """Ink each column from the bottom to the top of the axes, or where it lies within a shape."""
    image = axes.imshow(
        [inks], extent=(*axes.get_xlim(), *axes.get_ylim()), aspect="auto", interpolation="nearest", zorder=1
    )
    if within is not None:
        image.set_clip_path(within)


def _ink(full: float, opaque: float) -> Ink:
    """Mix the ink of use with the ink of *full*."""
    from matplotlib.colors import to_rgb  # noqa: PLC0415 - heavy: as in ``chart_drawing``

    red, green, blue = (
        use + full * (most - use) for use, most in zip(to_rgb(palette.USE), to_rgb(palette.FULL), strict=True)
    )
    return red, green, blue, opaque


def _short(number: int) -> str:
    """Write a number of slots in few characters: ``950``, ``12k``, ``1.5M``."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return str(number)
