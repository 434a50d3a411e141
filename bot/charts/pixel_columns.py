"""A chart's intervals summed up in equal columns, narrow ones for what must not vanish and wider ones for a calm line.

A column holds how much of its time was full, so that a minute in a month stays visible and does not look like an hour,
and the level of use that a line can show without being a comb: the one that was reached for half of the time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.charts.chart import Chart
from bot.history.usage_timeline import UsageInterval


@dataclass(slots=True, kw_only=True)
class Column:
    """What was known in the time of one column.

    Attributes:
        total: The most slots there were.
        known: Share of the column's time for which anything was known, from 0 to 1.
        full: Share of it for which nothing was free, from 0 to 1.
        levels: Share of the time, by the number of slots in use.
    """

    total: int
    known: float = 0.0
    full: float = 0.0
    levels: dict[int, float] = field(default_factory=dict)

    @property
    def in_use(self) -> int:
        """The median number of slots in use, weighted by time."""
        left = self.known / 2
        for level, part in sorted(self.levels.items(), reverse=True):
            left -= part
            if left <= 0:
                return level
        return min(self.levels, default=0)  # floating point: the parts add up to a little less than what is known


def columns(chart: Chart, count: int) -> list[Column | None]:
    """Divide a chart's time into equal columns; None where nothing at all was known."""
    found: list[Column | None] = [None] * count
    width = (chart.end - chart.start) / count
    for interval in chart.intervals:
        first, last = (interval.start - chart.start) / width, (interval.end - chart.start) / width
        for place, part in _within(max(first, 0.0), min(last, float(count))):
            column = found[place] or Column(total=interval.total)
            found[place] = column
            _add(column, interval, part)
    return found


def gaps(found: Sequence[Column | None]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each run of columns of which nothing is known, and the first place after it."""
    first: int | None = None
    for place, column in enumerate([*found, Column(total=0)]):
        if column is None:
            first = place if first is None else first
        elif first is not None:
            yield first, place
            first = None


def plateaus(found: Sequence[Column | None]) -> Iterator[tuple[int, int, int]]:
    """Yield each run of columns with the same total: its first place, the first place after it, and the total.

    Columns of which nothing is known neither end a run nor begin one.
    """
    first, last, total = 0, 0, -1
    for place, column in enumerate(found):
        if column is None:
            continue
        if column.total != total:
            if total >= 0:
                yield first, last, total
            first, total = place, column.total
        last = place + 1
    if total >= 0:
        yield first, last, total


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
