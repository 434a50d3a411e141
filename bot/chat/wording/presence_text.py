"""The bot's status in Discord's list of members: ``6/13 free · MiniMax``."""

from collections.abc import Iterable

from bot.accounts.latest_state import LatestState
from bot.chat.wording.free_slots import CANT_BE_CHECKED
from bot.chat.wording.text import clean

LONGEST = 128
"""Maximum length of a custom status; undocumented, but clients accept no more."""


def presence_text(states: Iterable[tuple[str, LatestState]]) -> str | None:
    """Return the free slots of the only provider, or of all providers with those that are full.

    Args:
        states: The title and the latest state of each provider.

    Returns:
        At most 128 characters; None if nothing is known yet.
    """
    watched = [(title, latest) for title, latest in states if latest.set_up]
    known = [(title, one.snapshot) for title, one in watched if one.snapshot is not None and one.trouble is None]
    counted = [(title, snapshot) for title, snapshot in known if snapshot.total]
    if not counted:
        return CANT_BE_CHECKED if any(latest.trouble for _, latest in watched) else None
    said = f"{sum(one.free for _, one in counted)}/{sum(one.total for _, one in counted)} free"
    if len(watched) == 1:
        return clean(f"{said} · {counted[0][0]}", LONGEST)
    full = ", ".join(title for title, one in counted if one.is_full())
    return clean(f"{said} · {full} full" if full else said, LONGEST)
