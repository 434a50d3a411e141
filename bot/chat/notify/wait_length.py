"""How long somebody waits for a slot, and how long it must be free: read from what was typed, and suggested."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial

from bot.chat.wording.durations import read_duration, read_end, suggest_durations, zone_name
from bot.errors import BadInput
from bot.waitlist.waitlist_limits import LONGEST_WAIT

USUAL_WAIT = timedelta(hours=6)

WAITS = ("30m", "1h", "3h", "6h", "24h")
"""Suggested until a value is typed."""

HOLDS = ("30s", "1m", "5m")
"""Suggested until a value is typed."""

_A_SECOND = timedelta(seconds=1)


def read_wait(typed: str | None, at: datetime, zone: tzinfo) -> timedelta:
    """Return how long to wait from ``at``; ``USUAL_WAIT`` if nothing was typed. Clock times are those of ``zone``.

    Raises:
        BadInput: It can't be read, or is not between 1 s and ``LONGEST_WAIT``.
    """
    wanted = USUAL_WAIT if typed is None else read_end(typed, at=at, zone=zone)
    if wanted is None or not _A_SECOND <= wanted <= LONGEST_WAIT:
        longest = LONGEST_WAIT // timedelta(hours=1)
        raise BadInput(
            f"Until when? Type 18:00, 6h or 45m; up to {longest}h (clock times are in {zone_name(zone, at)}).",
            option="until",
        )
    return wanted


def suggest_waits(typed: str, at: datetime, zone: tzinfo) -> Sequence[str]:
    """Suggest how long to wait from ``at``."""
    read = partial(read_end, at=at, zone=zone)
    return suggest_durations(typed, WAITS, least=_A_SECOND, most=LONGEST_WAIT, read=read)


def read_hold(typed: str | None, wait: timedelta) -> timedelta:
    """Return how long slots must be free; raises ``BadInput`` if it can't be read, or is not shorter than the wait."""
    hold = timedelta() if typed is None else read_duration(typed, bare=_A_SECOND)
    if hold is None or hold >= wait:
        said = "hold is how long the slots must be free, and shorter than until: type 30s or 5m."
        raise BadInput(said, option="hold")
    return hold


def suggest_holds(typed: str) -> Sequence[str]:
    """Suggest how long slots must be free."""
    return suggest_durations(typed, HOLDS, least=_A_SECOND, most=timedelta(hours=1))
