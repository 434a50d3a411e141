"""An account's slots over time, or a pool's, as steps between which nothing changes; not what is concluded from them.

What is not known has no step: a gap can't be taken for zero. At every moment the slots of accounts whose state is not
certain are left out of all sums, and how many accounts are unknown is told beside them: of those that were known at
another time, so that one that left long ago is not missed for ever. A moment is known when at least one account's state
is; the pool is full when every account whose state is known is full. A *faulted* account is neither known nor missing:
it has no slots that anybody could use.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from bot.accounts.roster import AccountState
from bot.history.state_changes import StateChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was true from ``start`` until just before ``end``.

    Attributes:
        start: Its first moment.
        end: The first moment after it.
        in_use: How many slots are taken.
        total: How many slots there are.
        known: How many accounts these slots belong to, at least one.
        full: How many of those are full.
        missing: How many accounts are unknown, of those that were known at another time.
    """

    start: datetime
    end: datetime
    in_use: int
    total: int
    known: int = 1
    full: int = 0
    missing: int = 0

    @property
    def lasted(self) -> timedelta:
        """Tell for how long it was so."""
        return self.end - self.start

    @property
    def all_full(self) -> bool:
        """Tell whether nothing was free."""
        return self.full == self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The time from ``start`` until just before ``end``."""

    start: datetime
    end: datetime

    @property
    def lasted(self) -> timedelta:
        """Tell how long it is."""
        return self.end - self.start


_NOBODY = (0, 0, 0, 0, 0)


def timeline(marks: Iterable[StateChange], start: datetime, end: datetime) -> tuple[Step, ...]:
    """Add up accounts over time: the marks of one account make its own line, those of all make the pool's.

    One sweep, n log n in the number of marks.

    Args:
        marks: In any order; of each account also the last one before ``start``, where there is one.
        start: The first moment.
        end: The first moment after; not later than ``known_until``, or an outage that lasts is told as knowledge.

    Returns:
        The steps in their order; between two that do not meet, nothing was known.
    """
    in_order = sorted(marks, key=attrgetter("at"))
    missed = {mark.account for mark in in_order if mark.certain}
    steps: list[Step] = []
    counted: dict[str, tuple[int, ...]] = {}
    now: tuple[int, ...] = _NOBODY
    since = start
    for mark in in_order:
        if mark.at >= end:
            break
        if mark.at > since:
            _extend(steps, now, since, mark.at)
            since = mark.at
        counts = _counts(mark, missed)
        was = counted.get(mark.account, _NOBODY)
        now = tuple(map(_exchange, now, was, counts))
        counted[mark.account] = counts
    _extend(steps, now, since, end)
    return tuple(steps)


def joined(steps: Sequence[Step]) -> tuple[Stretch, ...]:
    """Join steps that meet: the stretches in which one followed the other."""
    stretches: list[Stretch] = []
    for step in steps:
        if stretches and stretches[-1].end == step.start:
            stretches[-1] = Stretch(start=stretches[-1].start, end=step.end)
        else:
            stretches.append(Stretch(start=step.start, end=step.end))
    return tuple(stretches)


def _counts(mark: StateChange, missed: Collection[str]) -> tuple[int, ...]:
    """Tell what an account adds to the fields of a step, in their order from ``in_use`` on."""
    if not mark.certain:
        return (0, 0, 0, 0, int(mark.state is AccountState.UNKNOWN and mark.account in missed))
    return (mark.in_use or 0, mark.total or 0, 1, int(mark.state is AccountState.FULL), 0)


def _extend(steps: list[Step], now: tuple[int, ...], start: datetime, end: datetime) -> None:
    in_use, total, known, full, missing = now
    if known == 0 or start >= end:
        return
    if steps and steps[-1].end == start and _fields(steps[-1]) == now:
        start = steps.pop().start
    steps.append(Step(start=start, end=end, in_use=in_use, total=total, known=known, full=full, missing=missing))


def _exchange(total: int, before: int, after: int) -> int:
    return total - before + after


_fields = attrgetter("in_use", "total", "known", "full", "missing")
