"""What the process weighed as it went, what it may have grown by, and the table; pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

MEMORY_GROWS = 1.10
"""At most, from the end of the warm-up to the end."""

DATABASE_GROWS = 1.10
"""At most, once as much history is kept as there ever will be."""

LOOKS_SLOW_DOWN = 1.5
MORE_FILES, MORE_TASKS = 5, 5
WARM = 0.2
"""The share of all looks that warms up."""

TOGETHER = 3
"""Samples whose median counts, at either end."""

HEAD = ("| day | looks | alerts | memory | files | tasks | database | a look, processor time |", "|---|" + "---|" * 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The process at one moment.

    Attributes:
        at: How long it has run, in its own time.
        looks: Looks so far.
        told: Messages sent so far.
        memory: Resident, in MiB.
        files: Open file descriptors.
        tasks: Tasks of the event loop.
        database: Its files, in MiB.
        look: Milliseconds of processor time that a look took of late, with all that followed from it.
    """

    at: timedelta
    looks: int
    told: int
    memory: float
    files: int
    tasks: int
    database: float
    look: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What something was at first and at last, and what it may be at last."""

    what: str
    first: float
    last: float
    most: float

    @property
    def is_kept(self) -> bool:
        """Whether the bound was kept."""
        return self.last <= self.most


def growths(samples: Sequence[Sample], full_after: timedelta) -> tuple[Growth, ...]:
    """Compare the end with the end of the warm-up; the database with when it held all that it ever will.

    Args:
        samples: In the order in which they were taken.
        full_after: How long rows are kept: after that, as many are deleted as are added.
    """
    warm = [one for one in samples if one.looks >= WARM * samples[-1].looks]
    full = [one for one in samples if one.at > full_after] or samples[-1:]
    memory = _ends([one.memory for one in warm])
    files, tasks = _ends([one.files for one in warm]), _ends([one.tasks for one in warm])
    look, database = _ends([one.look for one in warm]), _ends([one.database for one in full])
    return (
        Growth(what="memory, MiB", first=memory[0], last=memory[1], most=memory[0] * MEMORY_GROWS),
        Growth(what="files", first=files[0], last=files[1], most=files[0] + MORE_FILES),
        Growth(what="tasks", first=tasks[0], last=tasks[1], most=tasks[0] + MORE_TASKS),
        Growth(what="database, MiB", first=database[0], last=database[1], most=database[0] * DATABASE_GROWS),
        Growth(what="a look, ms", first=look[0], last=look[1], most=look[0] * LOOKS_SLOW_DOWN),
    )


def table(samples: Sequence[Sample], grown: Sequence[Growth]) -> str:
    """Write both as Markdown."""
    rows = (
        f"| {one.at / timedelta(days=1):.1f} | {one.looks:,} | {one.told:,} | {one.memory:.1f} MiB | {one.files} "
        f"| {one.tasks} | {one.database:.1f} MiB | {one.look:.1f} ms |"
        for one in samples
    )
    ends = (
        f"| {one.what} | {one.first:.1f} | {one.last:.1f} | {one.last / one.first - 1:+.1%} | ≤ {one.most:.1f} "
        f"| {'' if one.is_kept else 'missed'} |"
        for one in grown
    )
    return "\n".join((*HEAD, *rows, "", "| grown | from | to | by | bound | |", "|---|---|---|---|---|---|", *ends))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Return the medians of the first and of the last samples."""
    return statistics.median(values[:TOGETHER]), statistics.median(values[-TOGETHER:])
