"""The only clock of the program; everything else is handed it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the engine is handed as time.

    Attributes:
        now: Returns the present moment, aware and in UTC; may be set back.
        monotonic: Returns seconds that never go back.
    """

    now: Callable[[], datetime] = now
    monotonic: Callable[[], float] = time.monotonic


SYSTEM_CLOCK = Clock()
