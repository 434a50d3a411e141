"""When the first of the jobs that run now will end; not how long jobs last (``lasting``), nor how it is worded.

A job of age ``a`` ends after ``t`` more with what its curve tells of jobs that came as far as ``a``: what happened to
younger ones is no concern of it. The first end comes later than ``t`` when none of the running ones ends until then.

Jobs of one kind are foretold from the same past, so they err together, and multiplying their chances would claim to
know too well. Where ``d`` of ``n`` jobs at risk ended at an age that ``m`` of the running ones pass before ``t``, all
n + m were at risk alike, so that none of the d is one of the m with probability

    (n + m - d)! n!  /  ((n + m)! (n - d)!),    which for one running job is ``Curve``'s 1 - d/(n + 1).

The percentiles are those of the next case, not of the past ones: a simulation in the tests holds them to it. They are
late, never early, for jobs that last no longer than two looks lie apart: their ends are known too roughly for more.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.history.duration_curve import DurationCurve

ENOUGH = 20
"""From fewer finished jobs nothing is concluded."""

_TICK = timedelta(milliseconds=100)
"""What is told is told to this."""
_TICKS = timedelta(seconds=1) // _TICK

_ROUNDING = 1e-9
"""An error of sums of logarithms, which must not decide whether a percentile is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """When something frees.

    Attributes:
        low: In 50 of 100 such cases something has freed by then.
        high: In 90 of 100.
        jobs: How many finished jobs that was learnt from.
    """

    low: timedelta
    high: timedelta
    jobs: int


def remaining(running: Iterable[tuple[DurationCurve, timedelta]]) -> Estimate | None:
    """Estimate when the first of the running jobs ends.

    A job says nothing where its curve knows fewer than ``ENOUGH`` finished ones, or where it is older than the oldest
    of those was: it is left out, which can only make the estimate later, never bolder.

    Args:
        running: Each job that takes a slot: what is known of its sort, and its age at the moment counted from. Jobs of
            one sort must come with one and the same curve.

    Returns:
        None where no job says anything, or where the past does not reach far enough to tell when 90 of 100 have ended:
        for a single job that takes at least nine that came to its age.
    """
    curves: dict[int, DurationCurve] = {}
    ages: dict[int, list[float]] = {}
    for curve, age in running:
        curves[id(curve)] = curve  # by identity: to hash thousands of steps for each of thousands of jobs takes seconds
        ages.setdefault(id(curve), []).append(max(age, timedelta()).total_seconds())
    crowds = [_Crowd(curve, ages[key]) for key, curve in curves.items() if curve.jobs >= ENOUGH]
    crowds = [crowd for crowd in crowds if crowd.reach > 0]
    low = _when(crowds, 0.5, after=0)
    high = None if low is None else _when(crowds, 0.9, after=low)
    if low is None or high is None:
        return None
    return Estimate(low=low * _TICK, high=high * _TICK, jobs=sum(crowd.jobs for crowd in crowds))


class _Crowd:
    """The running jobs of one sort, and the ends of others that they pass.

    Args:
        curve: What is known of the sort.
        ages: Their ages, in seconds.

    Attributes:
        reach: For how many seconds more the youngest of them can be told anything about.
    """

    def __init__(self, curve: DurationCurve, ages: list[float]) -> None:
        self.jobs = curve.jobs
        self._ages = sorted(ages)
        steps = zip(curve.ages, curve.at_risk, curve.ended, strict=True)
        self._steps = [(*step, bisect_left(self._ages, step[0])) for step in steps]
        self.reach = curve.ages[-1] - self._ages[0]

    def hazard(self, after: float) -> float:
        """Tell how likely an end within ``after`` seconds is, as -log of the probability that there is none."""
        passed = (
            (at_risk, ended, younger - bisect_left(self._ages, age - after))
            for age, at_risk, ended, younger in self._steps
        )
        return sum(_hazard(at_risk, ended, passing) for at_risk, ended, passing in passed if passing)


def _hazard(at_risk: int, ended: int, passing: int) -> float:
    every = at_risk + passing
    if ended == 1:
        return math.log(every / at_risk)
    return (
        math.lgamma(every + 1)
        - math.lgamma(at_risk + 1)
        - math.lgamma(every - ended + 1)
        + math.lgamma(at_risk - ended + 1)
    )


def _when(crowds: list[_Crowd], share: float, *, after: int) -> int | None:
    """Find the tick, not before ``after``, by which the first has ended in such a share of cases; None if never."""
    enough = -math.log(1 - share) - _ROUNDING
    last = math.ceil(max((crowd.reach for crowd in crowds), default=0.0) * _TICKS) + 1

    def hazard(tick: int) -> float:
        return sum(crowd.hazard(tick / _TICKS) for crowd in crowds)

    tick = after + bisect_left(range(after, last), enough, key=hazard)
    return tick if tick < last else None
