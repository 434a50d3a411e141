"""Whether a provider answers at all, counted over looks; not what it says of its accounts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILING_AFTER = 3
"""So many looks in a row must fail before anyone is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How looks at a provider have gone lately.

    Attributes:
        failures: Failed looks in a row.
        since: When the first of them failed.
        told: Whether the failing was announced, so that the return is too.
    """

    failures: int = 0
    since: datetime | None = None
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A provider has failed often enough to say so.

    Attributes:
        sentence: What is wrong and what to do.
        since: When it began.
    """

    sentence: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A provider that was announced as failing answers again, after ``lasted``."""

    lasted: timedelta


def failed(health: Health, sentence: str, at: datetime) -> tuple[Health, Failing | None]:
    """Count a failed look; tell of it at the third in a row, once."""
    now = replace(health, failures=health.failures + 1, since=health.since or at)
    if now.failures < FAILING_AFTER or now.told:
        return now, None
    return replace(now, told=True), Failing(sentence=sentence, since=now.since or at)


def answered(health: Health, at: datetime) -> tuple[Health, Returned | None]:
    """Note a good look; tell of the return where the failing was told."""
    if not health.told:
        return Health(), None
    return Health(), Returned(lasted=max(at - (health.since or at), timedelta()))
