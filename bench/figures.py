"""What was measured, as lines of a table; not how a line is written (``table``)."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

RATIO = "×"  # noqa: RUF001 - the sign for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure and its bound.

    Attributes:
        what: What was measured.
        ours: What the bot took, in words.
        beside: What it is compared with, in words; empty where it is compared with nothing.
        figure: What counts.
        unit: Its unit, such as `` s``; a ratio's is ``RATIO``.
        bound: What it should be at most.
        at_least: Whether it should be at least the bound instead.
        spread: The lowest and the highest figure of single rounds, where there were several.
    """

    what: str
    ours: str
    beside: str = ""
    figure: float
    unit: str
    bound: float
    at_least: bool = False
    spread: tuple[float, float] | None = None

    @property
    def is_met(self) -> bool:
        """Return whether the figure keeps to its bound."""
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def percentile(values: Sequence[float], share: float) -> float:
    """Find the smallest value that at least this share of all values does not exceed (nearest rank)."""
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def compared(what: str, ours: Sequence[float], beside: Sequence[float], unit: str, bound: float) -> Line:
    """Compare what two took, round by round: the figure is the median of the rounds' ratios.

    Args:
        what: What was measured.
        ours: What the bot took in each round.
        beside: What the other took in the same rounds.
        unit: The unit of both.
        bound: What the ratio should be at most.
    """
    ratios = [one / other for one, other in zip(ours, beside, strict=True)]
    return Line(
        what=what,
        ours=amount(statistics.median(ours), unit),
        beside=amount(statistics.median(beside), unit),
        figure=statistics.median(ratios),
        unit=RATIO,
        bound=bound,
        spread=(min(ratios), max(ratios)),
    )


def amount(number: float, unit: str) -> str:
    """Write a number with as many digits as mean anything: ``0.85 ms``, ``12.3 ms``, ``367 ms``."""
    if not number:
        return f"0{unit}"
    return f"{number:.{min(max(2 - math.floor(math.log10(abs(number))), 0), 2)}f}{unit}"
