"""A chart of slots over time, and how its intervals are summed up in columns; only those are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.charts.column_chart import PIXELS, ChartFrame, ColumnChart
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
    return ColumnChart(
        subject=chart.subject,
        finding=chart.finding,
        start=chart.start,
        end=chart.end,
        reasons=chart.reasons,
        zone=chart.zone,
        columns=tuple(columns(chart, PIXELS)),
    )


def columns(chart: Chart, count: int) -> list[Column | None]:
    """Divide a chart's time into equal columns; None where nothing at all was known."""
    found: list[Column | None] = [None] * count
    width = (chart.end - chart.start) / count
    for interval in chart.intervals:
        first, last = (interval.start - chart.start) / width, (interval.end - chart.start) / width
        for place, part in _within(max(first, 0.0), min(last, float(count))):
            if (column := found[place]) is None:
                column = found[place] = Column(total=interval.total)
            _add(column, interval, part)
    return found


def _within(first: float, last: float) -> Iterator[tuple[int, float]]:
    """Yield the columns between two places, and how much of each lies between them."""
    place = int(first)
    while place < last:
        yield place, min(last, place + 1.0) - max(first, place)
        place += 1


def _add(column: Column, interval: UsageInterval, part: float) -> None:
    column.total = max(column.total, interval.total)
    column.known += part
    column.full += part if interval.all_full else 0.0
    column.levels[interval.in_use] = column.levels.get(interval.in_use, 0.0) + part
