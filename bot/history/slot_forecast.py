"""When the first of the jobs that run now will end, and so a slot frees.

A job of age ``a`` ends after ``t`` more by what its curve says of jobs that came as far as ``a``; those that ended
younger do not count. The first end comes later than ``t`` when none of the running jobs ends until then.

Forecasts for jobs of one kind are made from the same past, so they err together, and multiplying their probabilities
would claim to know too well. Where ``d`` of ``n`` jobs at risk ended at an age that ``m`` of the running ones pass
before ``t``, all n + m were at risk alike, so that none of the d is one of the m with probability

    (n + m - d)! n!  /  ((n + m)! (n - d)!),    which for one running job is 1 - d/(n + 1), as in ``duration_curve``.

The percentiles are those of the next case, not of the past ones: a simulation in the tests holds them to it. They are
late, never early, for jobs that last no longer than two looks lie apart: their ends are known too roughly for more.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.history.duration_curve import DurationCurve

MIN_FINISHED_JOBS = 20
"""With fewer finished jobs nothing is forecast."""

_TICK = timedelta(milliseconds=100)
"""Forecasts are exact to this."""
_TICKS = timedelta(seconds=1) // _TICK

_ROUNDING = 1e-9
"""An error of sums of logarithms, which must not decide whether a percentile is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotForecast:
    """How soon a slot frees.

    Attributes:
        low: The time within which a slot frees in 50 of 100 such cases.
        high: The same for 90 of 100.
    """

    low: timedelta
    high: timedelta


def forecast_slot(running: Iterable[tuple[DurationCurve, timedelta]]) -> SlotForecast | None:
    """Forecast when the first of the running jobs ends.

    A job is left out if its curve has fewer than ``MIN_FINISHED_JOBS`` finished jobs, or if it is older than the oldest
    of those was: that can only make the forecast later, never bolder.

    Args:
        running: Each job that takes a slot: the curve of its kind, and its age at the moment counted from. Jobs of
            one kind must come with one and the same curve object.

    Returns:
        None if no job counts, or if the past does not reach far enough to say when 90 of 100 have ended: for a
        single job that takes at least nine that came to its age.
    """
    curves: dict[int, DurationCurve] = {}
    ages: dict[int, list[float]] = {}
    for curve, age in running:
        curves[id(curve)] = curve  # by identity: to hash thousands of steps for each of thousands of jobs takes seconds
        ages.setdefault(id(curve), []).append(max(age, timedelta()).total_seconds())
    groups = [_RunningJobs(curve, ages[key]) for key, curve in curves.items() if curve.jobs >= MIN_FINISHED_JOBS]
    groups = [group for group in groups if group.reach > 0]
    low = _first_end(groups, 0.5, after=0)
    high = None if low is None else _first_end(groups, 0.9, after=low)
    if low is None or high is None:
        return None
    return SlotForecast(low=low * _TICK, high=high * _TICK)


class _RunningJobs:
    """The running jobs of one kind, and the ages ahead of them at which other jobs ended.

    Args:
        curve: The curve of the kind.
        ages: Their ages, in seconds.

    Attributes:
        reach: For how many seconds more anything can be said of the youngest of them.
    """

    def __init__(self, curve: DurationCurve, ages: list[float]) -> None:
        self._ages = sorted(ages)
        youngest = bisect_right(curve.ages, self._ages[0])
        self._ends = curve.ages[youngest:]
        steps = zip(self._ends, curve.at_risk[youngest:], curve.ended[youngest:], strict=True)
        self._steps = [(*step, bisect_left(self._ages, step[0])) for step in steps]
        self.reach = curve.ages[-1] - self._ages[0]

    def hazard(self, after: float) -> float:
        """Return -log of the probability that none of them ends within ``after`` seconds."""
        reached = bisect_right(self._ends, self._ages[-1] + after + 1)  # one more, since sums are rounded
        passed = (
            (at_risk, ended, younger - bisect_left(self._ages, age - after))
            for age, at_risk, ended, younger in self._steps[:reached]
        )
        return sum(_hazard(at_risk, ended, passing) for at_risk, ended, passing in passed if passing)


def _hazard(at_risk: int, ended: int, passing: int) -> float:
    """Return -log of the probability given in the module's docstring (n, d and m)."""
    every = at_risk + passing
    if ended == 1:
        return math.log(every / at_risk)
    return (
        math.lgamma(every + 1)
        - math.lgamma(at_risk + 1)
        - math.lgamma(every - ended + 1)
        + math.lgamma(at_risk - ended + 1)
    )


def _first_end(groups: list[_RunningJobs], share: float, *, after: int) -> int | None:
    """Return the tick, not before ``after``, by which the first job has ended in this share of cases; None if never."""
    enough = -math.log(1 - share) - _ROUNDING
    last = math.ceil(max((group.reach for group in groups), default=0.0) * _TICKS) + 1

    def hazard(tick: int) -> float:
        return sum(group.hazard(tick / _TICKS) for group in groups)

    tick = after + bisect_left(range(after, last), enough, key=hazard)
    return tick if tick < last else None
