"""A chart's intervals summed up in as many columns as the plot has pixels; nothing is averaged away.

A column holds the fewest and the most slots that were in use in its time, so that a peak of a minute stays visible in a
picture of a month, and how much of the time was full, so that it does not look like an hour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.charts.chart import Chart
from bot.history.usage_timeline import UsageInterval


@dataclass(slots=True, kw_only=True)
class Column:
    """What was known in the time of one column.

    Attributes:
        low: The fewest slots in use.
        high: The most slots in use.
        total: The most slots there were.
        known: For how much of the column's time anything was known, from 0 to 1.
        full: For how much of it nothing was free, from 0 to 1.
    """

    low: int
    high: int
    total: int
    known: float = 0.0
    full: float = 0.0


def columns(chart: Chart, count: int) -> list[Column | None]:
    """Divide a chart's time into equal columns; None where nothing at all was known."""
    found: list[Column | None] = [None] * count
    width = (chart.end - chart.start) / count
    for interval in chart.intervals:
        first, last = (interval.start - chart.start) / width, (interval.end - chart.start) / width
        for place, part in _within(max(first, 0.0), min(last, float(count))):
            column = found[place] or Column(low=interval.in_use, high=interval.in_use, total=interval.total)
            found[place] = column
            _add(column, interval, part)
    return found


def gaps(found: Sequence[Column | None]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each run of columns of which nothing is known, and the first place after it."""
    first: int | None = None
    for place, column in enumerate([*found, Column(low=0, high=0, total=0)]):
        if column is None:
            first = place if first is None else first
        elif first is not None:
            yield first, place
            first = None


def _within(first: float, last: float) -> Iterator[tuple[int, float]]:
    """Yield the columns between two places, and how much of each lies between them."""
    place = int(first)
    while place < last:
        yield place, min(last, place + 1.0) - max(first, place)
        place += 1


def _add(column: Column, interval: UsageInterval, part: float) -> None:
    column.low = min(column.low, interval.in_use)
    column.high = max(column.high, interval.in_use)
    column.total = max(column.total, interval.total)
    column.known += part
    column.full += part if interval.all_full else 0.0
