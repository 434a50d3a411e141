"""The terms of a watch, read from what was typed: numbers and hours.

Discord could refuse a number that is too small by itself, but would say neither what is allowed nor why.
"""

from datetime import timedelta

from bot.chat.account_lookup import AccountLookup
from bot.chat.watch.watch_options import OFF
from bot.chat.wording.text import count
from bot.errors import BadInput
from bot.subscriptions.quiet_hours import QuietHours, read_quiet_hours
from bot.subscriptions.watch import LONGEST_HOLD, Style, Watch, When

LARGEST_WARN = 100_000
"""Where the pool is not known yet; the providers' own pools have a few dozen slots."""


def read_hold(seconds: int) -> timedelta:
    """Return how long a state must last; raises ``BadInput`` if negative or longer than ``LONGEST_HOLD``."""
    longest = int(LONGEST_HOLD.total_seconds())
    if not 0 <= seconds <= longest:
        raise BadInput(f"hold is in seconds, from 0 (tell at once) to {longest} (a day).")
    return timedelta(seconds=seconds)


def read_warn(warn: int, provider: str | None, account: str | None, lookup: AccountLookup) -> int:
    """Return the number of free slots to warn at.

    Args:
        warn: The number.
        provider: Of which provider; None for all of them.
        account: The account, if only one is watched.
        lookup: Knows how many slots there are.

    Raises:
        BadInput: The pool could never be so low, or would always be.
    """
    if account is not None:
        raise BadInput("warn is about all accounts of a provider: leave the account out, or add another watch for it.")
    pool = lookup.slots(provider)
    if pool is None:
        if not 0 <= warn <= LARGEST_WARN:
            raise BadInput(f"warn is a number of free slots, from 0 (none is free) to {LARGEST_WARN}.")
    elif not 0 <= warn < pool[1]:
        title, slots = pool
        allowed = "warn can only be 0 (none is free)" if slots == 1 else f"warn can be 0 to {slots - 1}"
        raise BadInput(f"{title} has {count(slots, 'slot')}: {allowed}.")
    return warn


def read_quiet(typed: str) -> QuietHours | None:
    """Return quiet hours, or None for ``OFF``; raises ``BadInput`` where they can't be read."""
    if typed.strip().casefold() == OFF:
        return None
    try:
        return read_quiet_hours(typed)
    except ValueError as problem:
        raise BadInput(f"{problem}") from problem


def check_terms(watch: Watch) -> Watch:
    """Return the watch; raises ``BadInput`` if it has terms that could never apply."""
    if watch.when is When.STUCK and (watch.hold or watch.warn is not None or watch.style is Style.EDIT):
        raise BadInput(
            "A watch for stuck jobs tells of each job once: hold, warn and style are about slots. Leave them out; "
            "in a watch that has them, take them back with hold 0, no_warn, and the style of two messages."
        )
    return watch
