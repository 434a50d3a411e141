"""The bot's status in Discord's list of members: ``6/13 free · MiniMax``."""

from collections.abc import Iterable

from bot.accounts.open_offers import OffersNow, no_offers
from bot.accounts.snapshot import LatestState
from bot.chat.wording.free_slots import CANT_BE_CHECKED, offered_in_short
from bot.chat.wording.text_cleaning import clean

LONGEST_STATUS = 128
"""Maximum length of a custom status; undocumented, but clients accept no more."""


def presence_text(states: Iterable[tuple[str, LatestState]], offers: OffersNow = no_offers) -> str | None:
    """Return the free slots of the only provider, or of all, with those that are full or can't be checked.

    Args:
        states: The title and the latest state of each provider.
        offers: Returns which free slots are offered to people who waited.

    Returns:
        At most 128 characters; None if nothing is known yet.
    """
    watched = [(title, latest) for title, latest in states if latest.set_up]
    failing = [title for title, latest in watched if latest.trouble is not None]
    known = [(title, one.snapshot) for title, one in watched if one.snapshot is not None and one.trouble is None]
    if not known:
        return CANT_BE_CHECKED if failing else None
    counted = [(title, snapshot) for title, snapshot in known if snapshot.total]
    offered = offered_in_short(sum(offers(one).slots for _, one in counted))
    free, total = sum(one.free for _, one in counted), sum(one.total for _, one in counted)
    said = [f"{free}/{total} free{offered}"] if counted else []
    if len(watched) == 1:
        said += [title for title, _ in counted]
    else:
        full = [title for title, one in counted if one.nothing_free]
        said += [f"{', '.join(full)} full"] if full else []
        said += [f"{', '.join(failing)} {CANT_BE_CHECKED}"] if failing else []
    return clean(" · ".join(said), LONGEST_STATUS) or None
