"""How much room there is, as a level."""

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.level_signs import Level

TIGHT_PERCENT = 20
"""Room is tight when no more than this share of the slots is free."""

TIGHT_LAST_OF = 3
"""It is also tight when the last slot is left of at least this many."""


def of_slots(free: int, total: int) -> Level:
    """Return the level of a number of slots, all of them known."""
    if free <= 0:
        return Level.FULL
    last = free == 1 and total >= TIGHT_LAST_OF
    return Level.TIGHT if last or free * 100 <= total * TIGHT_PERCENT else Level.FREE


def of_account(account: Account) -> Level:
    """Return the level of one account."""
    match account.state:
        case AccountState.FREE:
            return of_slots(account.free or 0, account.total or 0)
        case AccountState.FULL:
            return Level.FULL
        case AccountState.FAULTED:
            return Level.FAULTED
        case AccountState.UNKNOWN | AccountState.UNCOUNTED:
            return Level.UNKNOWN


def of_provider(snapshot: Snapshot) -> Level:
    """Return the level of all accounts together; where none has room, one unknown leaves the whole unknown."""
    states = {account.state for account in snapshot.accounts}
    if AccountState.FREE in states:
        return of_slots(snapshot.free, snapshot.total)
    return Level.FULL if AccountState.FULL in states and AccountState.UNKNOWN not in states else Level.UNKNOWN
