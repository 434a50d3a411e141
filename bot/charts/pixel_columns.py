"""The equal columns that a chart is summed up in: narrow ones for what must not vanish, wider ones for a calm line.

A column holds how much of its time was full, so that a minute in a month stays visible and does not look like an hour,
and the level of use that a line can show without being a comb: the one that was reached for half of the time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby


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


def merged(columns: Sequence[Column | None], times: int) -> list[Column | None]:
    """Merge each ``times`` neighbouring columns into one; None if nothing at all was known."""
    groups = (columns[first : first + times] for first in range(0, len(columns), times))
    return [_together([one for one in group if one is not None], times) for group in groups]


def gaps(columns: Sequence[Column | None]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each run of columns of which nothing is known, and the first place after it."""
    for nothing_known, run in groupby(enumerate(columns), key=lambda item: item[1] is None):
        places = [place for place, _ in run]
        if nothing_known:
            yield places[0], places[-1] + 1


def plateaus(columns: Sequence[Column | None]) -> Iterator[tuple[int, int, int]]:
    """Yield each run of columns with the same total: its first place, the first place after it, and the total.

    Columns of which nothing is known neither end a run nor begin one.
    """
    first, last, total = 0, 0, -1
    for place, column in enumerate(columns):
        if column is None:
            continue
        if column.total != total:
            if total >= 0:
                yield first, last, total
            first, total = place, column.total
        last = place + 1
    if total >= 0:
        yield first, last, total


def _together(parts: Sequence[Column], times: int) -> Column | None:
    if not parts:
        return None
    levels: dict[int, float] = {}
    for part in parts:
        for level, share in part.levels.items():
            levels[level] = levels.get(level, 0.0) + share / times
    return Column(
        total=max(part.total for part in parts),
        known=sum(part.known for part in parts) / times,
        full=sum(part.full for part in parts) / times,
        levels=levels,
    )
