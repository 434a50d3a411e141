"""How good or bad news is: when slots are free, few or full, with the sign and colour of each level."""

from collections.abc import Collection
from enum import StrEnum

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot

TIGHT_PERCENT = 20
"""Slots are tight if at most this percentage of them is free."""

TIGHT_LAST_OF = 3
"""Slots are also tight if only one is left of at least this many."""


class Level(StrEnum):
    """How good or bad the news is; drawn as a colour and, beside words that say the same, as a sign."""

    FREE = "free"
    TIGHT = "tight"
    FULL = "full"
    UNKNOWN = "unknown"
    FAULTED = "faulted"

    @property
    def sign(self) -> str:
        """The emoji that begins a line of this level."""
        return _SIGNS[self]

    @property
    def colour(self) -> int:
        """The colour as 0xRRGGBB."""
        return _COLOURS[self]


_SIGNS = {Level.FREE: "🟢", Level.TIGHT: "🟡", Level.FULL: "🔴", Level.UNKNOWN: "⚪", Level.FAULTED: "⚠️"}

_COLOURS = {
    Level.FREE: 0x3BA55D,
    Level.TIGHT: 0xF1C40F,
    Level.FULL: 0xED4245,
    Level.UNKNOWN: 0x99AAB5,
    Level.FAULTED: 0xE67E22,
}


def level_of_slots(free: int, total: int) -> Level:
    """Return the level of a known number of slots."""
    if free <= 0:
        return Level.FULL
    last = free == 1 and total >= TIGHT_LAST_OF
    return Level.TIGHT if last or free * 100 <= total * TIGHT_PERCENT else Level.FREE


def level_of_state(state: AccountState, free: int, total: int) -> Level:
    """Return the level of an account in a state; its slots count only while some are free."""
    match state:
        case AccountState.FREE:
            return level_of_slots(free, total)
        case AccountState.FULL:
            return Level.FULL
        case AccountState.FAULTED:
            return Level.FAULTED
        case AccountState.UNKNOWN | AccountState.UNCOUNTED:
            return Level.UNKNOWN


def level_of_account(account: Account) -> Level:
    """Return the level of one account."""
    return level_of_state(account.state, account.free or 0, account.total or 0)


def level_of_provider(snapshot: Snapshot) -> Level:
    """Return the level of all of a provider's accounts together."""
    return level_of_states({account.state for account in snapshot.accounts}, snapshot.free, snapshot.total)


def level_of_states(states: Collection[AccountState], free: int, total: int) -> Level:
    """Return the level of accounts together; if none has room, a single unknown account makes it unknown."""
    if AccountState.FREE in states:
        return level_of_slots(free, total)
    return Level.FULL if AccountState.FULL in states and AccountState.UNKNOWN not in states else Level.UNKNOWN
