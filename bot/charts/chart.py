"""A chart of slots over time, and how its intervals are summed up in columns; only those are drawn."""

from dataclasses import dataclass, fields

from bot.charts.chart_encoding import PIXELS, ChartFrame, ColumnChart
from bot.charts.pixel_columns import Column
from bot.history.usage_timeline import UsageInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(ChartFrame):
    """Slots in use over time.

    Attributes:
        intervals: What is known, in its order and within ``start`` and ``end``; the rest of the time is unknown.
    """

    intervals: tuple[UsageInterval, ...] = ()


def summed_up(chart: Chart) -> ColumnChart:
    """Sum up a chart's intervals."""
    frame = {field.name: getattr(chart, field.name) for field in fields(ChartFrame)}
    return ColumnChart(**frame, columns=tuple(columns(chart, PIXELS)))


def columns(chart: Chart, count: int) -> list[Column | None]:
    """Divide a chart's time into equal columns; None if nothing at all was known."""
    filled: list[Column | None] = [None] * count
    width = (chart.end - chart.start) / count
    for interval in chart.intervals:
        place = max((interval.start - chart.start) / width, 0.0)
        last = min((interval.end - chart.start) / width, float(count))
        while place < last:
            over = min(last, int(place) + 1.0)
            if (column := filled[int(place)]) is None:
                column = filled[int(place)] = Column(total=interval.total)
            column.total = max(column.total, interval.total)
            column.known += over - place
            column.full += over - place if interval.all_full else 0.0
            column.levels[interval.in_use] = column.levels.get(interval.in_use, 0.0) + over - place
            place = over
    return filled
