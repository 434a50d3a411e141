"""How long somebody wants to wait, read from what they typed."""

from datetime import datetime, timedelta

from bot.chat.wording.durations import read_time_span
from bot.errors import BadInput
from bot.waitlist.waiter import LONGEST_WAIT

DEFAULT = timedelta(hours=6)

_SHORTEST = timedelta(seconds=1)

SENTENCE = f"until can be 1s to {LONGEST_WAIT // timedelta(hours=1)}h, such as 6h, 1h30m or 45 (minutes)."


def read_wait(typed: str | None, at: datetime) -> timedelta:
    """Return how long to wait from ``at`` on; ``DEFAULT`` where nothing was typed.

    Raises:
        BadInput: It can't be read, or is not within 1 s and ``LONGEST_WAIT``.
    """
    wanted = DEFAULT if typed is None else read_time_span(typed, at=at)
    if wanted is None or not _SHORTEST <= wanted <= LONGEST_WAIT:
        raise BadInput(SENTENCE)
    return wanted
