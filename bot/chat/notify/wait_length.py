"""How long somebody wants to wait, read from what they typed."""

import re
from datetime import timedelta

from bot.errors import BadInput
from bot.waitlist.waiter import LONGEST_WAIT

DEFAULT = timedelta(hours=6)

_SHORTEST = timedelta(seconds=1)
_MINUTES = re.compile(r"\d{1,6}", re.ASCII)
_UNITS = re.compile(r"(?:(\d{1,6}) ?h)? ?(?:(\d{1,6}) ?m(?:in)?)? ?(?:(\d{1,6}) ?s)?", re.ASCII)

SENTENCE = f"until can be 1s to {LONGEST_WAIT // timedelta(hours=1)}h, such as 6h, 1h30m or 45 (minutes)."


def read_wait(typed: str | None) -> timedelta:
    """Return how long to wait: minutes, or such as ``6h`` and ``1h30m``; ``DEFAULT`` where nothing was typed.

    Raises:
        BadInput: It can't be read, or is not within 1 s and ``LONGEST_WAIT``.
    """
    if typed is None:
        return DEFAULT
    said = typed.strip().lower()
    if _MINUTES.fullmatch(said):
        wanted = timedelta(minutes=int(said))
    elif found := _UNITS.fullmatch(said):
        hours, minutes, seconds = (int(one or 0) for one in found.groups())
        wanted = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    else:
        raise BadInput(SENTENCE)
    if not _SHORTEST <= wanted <= LONGEST_WAIT:
        raise BadInput(SENTENCE)
    return wanted
