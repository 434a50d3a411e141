"""How much room there is, as a level."""

from collections.abc import Collection

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.signs_and_colours import Level

TIGHT_PERCENT = 20
"""Slots are tight if at most this percentage of them is free."""

TIGHT_LAST_OF = 3
"""Slots are also tight if only one is left of at least this many."""


def of_slots(free: int, total: int) -> Level:
    """Return the level of a known number of slots."""
    if free <= 0:
        return Level.FULL
    last = free == 1 and total >= TIGHT_LAST_OF
    return Level.TIGHT if last or free * 100 <= total * TIGHT_PERCENT else Level.FREE


def of_state(state: AccountState, free: int, total: int) -> Level:
    """Return the level of an account in a state; its slots count only while some are free."""
    match state:
        case AccountState.FREE:
            return of_slots(free, total)
        case AccountState.FULL:
            return Level.FULL
        case AccountState.FAULTED:
            return Level.FAULTED
        case AccountState.UNKNOWN | AccountState.UNCOUNTED:
            return Level.UNKNOWN


def of_account(account: Account) -> Level:
    """Return the level of one account."""
    return of_state(account.state, account.free or 0, account.total or 0)


def of_provider(snapshot: Snapshot) -> Level:
    """Return the level of all of a provider's accounts together."""
    return of_states({account.state for account in snapshot.accounts}, snapshot.free, snapshot.total)


def of_states(states: Collection[AccountState], free: int, total: int) -> Level:
    """Return the level of accounts together; if none has room, a single unknown account makes it unknown."""
    if AccountState.FREE in states:
        return of_slots(free, total)
    return Level.FULL if AccountState.FULL in states and AccountState.UNKNOWN not in states else Level.UNKNOWN
