"""The options of ``/notify``: how many slots, how long somebody waits for them, and how long they must be free."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial

from bot.chat.command_options import option
from bot.chat.typed.spelling import quoted
from bot.chat.typed.times import TYPED, read_duration, read_end, suggest_durations, zone_name
from bot.errors import BadInput

LONGEST_WAIT = timedelta(hours=24)
"""How long one may wait for a slot."""


MOST_SLOTS = 1000
"""Limit while the number of slots is not known yet; providers have a few dozen."""

USUAL_WAIT = timedelta(hours=6)

WAITS = ("30m", "1h", "3h", "6h", "24h")
"""Suggested until a value is typed."""

HOLDS = ("30s", "1m", "5m")
"""Suggested until a value is typed."""

_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeOptions:
    """The options of ``/notify me``."""

    provider: str = option("What you wait for")
    account: str | None = option("Only this account", default=None)
    slots: int = option("How many free slots you need; 1 unless you say", default=1, least=1, most=MOST_SLOTS)
    # Before ``hold``: a duration that is typed without a name is how long to wait.
    until: str | None = option(
        "How long to wait, such as 6h; 6h unless you say, 24h at most", default=None, longest=TYPED
    )
    hold: str | None = option("Only slots free for this long, such as 30s or 5m", default=None, longest=TYPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOptions:
    """The options of ``/notify cancel``."""

    number: int | None = option("The number of what you wait for, if that is more than one thing", default=None)


def read_wait(typed: str | None, at: datetime, zone: tzinfo) -> timedelta:
    """Return how long to wait from ``at``; ``USUAL_WAIT`` if nothing was typed. Clock times are those of ``zone``.

    Raises:
        BadInput: It can't be read, or is not between 1 s and ``LONGEST_WAIT``.
    """
    wanted = USUAL_WAIT if typed is None else read_end(_typed_end(typed), at=at, zone=zone)
    if wanted is None or not _A_SECOND <= wanted <= LONGEST_WAIT:
        longest = LONGEST_WAIT // timedelta(hours=1)
        raise BadInput(
            f"Until when? Not {quoted(typed or '')}. "
            f"Type 18:00, 6h or 45m; up to {longest}h (clock times are in {zone_name(zone, at)}).",
            option="until",
        )
    return wanted


def suggest_waits(typed: str, at: datetime, zone: tzinfo) -> Sequence[str]:
    """Suggest how long to wait from ``at``."""
    read = partial(read_end, at=at, zone=zone)
    clock = (f"{typed.strip()}:00",) if _typed_end(typed) != typed else ()
    durations = suggest_durations(typed, WAITS, least=_A_SECOND, most=LONGEST_WAIT, read=read)
    return (*(one for one in clock if read(one) is not None), *durations)


def _typed_end(typed: str) -> str:
    """Return the end that was typed; a bare hour of the day is a clock time, not minutes: ``18`` is 18:00."""
    said = typed.strip()
    return f"until {said}" if re.fullmatch("[1-9]|1[0-9]|2[0-4]", said) else typed


def read_hold(typed: str | None, wait: timedelta) -> timedelta:
    """Return how long slots must be free; raises ``BadInput`` if it can't be read, or is not shorter than the wait."""
    hold = timedelta() if typed is None else read_duration(typed, bare=_A_SECOND)
    if hold is None or hold >= wait:
        takes = "hold is how long the slots must be free, and shorter than until: type 30s or 5m"
        raise BadInput(f"{takes}, not {quoted(typed or '')}.", option="hold")
    return hold


def suggest_holds(typed: str) -> Sequence[str]:
    """Suggest how long slots must be free."""
    return suggest_durations(typed, HOLDS, least=_A_SECOND, most=timedelta(hours=1))
