"""How much room there is, as a word, a sign and a colour."""

from enum import StrEnum

import discord

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot

TIGHT_PERCENT = 20
"""Room is tight when no more than this share of the slots is free."""

TIGHT_LAST_OF = 3
"""It is tight as well when the last slot is left of at least so many."""


class Level(StrEnum):
    """How much room there is."""

    FREE = "free"
    TIGHT = "tight"
    FULL = "full"
    UNKNOWN = "unknown"
    FAULTED = "faulted"

    @property
    def sign(self) -> str:
        """Stand at the beginning of a line; the line says the same in words."""
        return _SIGNS[self]

    @property
    def colour(self) -> discord.Colour:
        """Colour an embed."""
        return discord.Colour(_COLOURS[self])


_SIGNS = {Level.FREE: "🟢", Level.TIGHT: "🟡", Level.FULL: "🔴", Level.UNKNOWN: "⚪", Level.FAULTED: "⚠️"}

_COLOURS = {
    Level.FREE: 0x3BA55D,
    Level.TIGHT: 0xFAA61A,
    Level.FULL: 0xED4245,
    Level.UNKNOWN: 0x99AAB5,
    Level.FAULTED: 0x99AAB5,
}


def of_slots(free: int, total: int) -> Level:
    """Judge a number of slots, all of them known."""
    if free <= 0:
        return Level.FULL
    last = free == 1 and total >= TIGHT_LAST_OF
    return Level.TIGHT if last or free * 100 <= total * TIGHT_PERCENT else Level.FREE


def of_account(account: Account) -> Level:
    """Judge one account."""
    match account.state:
        case AccountState.FREE:
            return of_slots(account.free or 0, account.total or 0)
        case AccountState.FULL:
            return Level.FULL
        case AccountState.FAULTED:
            return Level.FAULTED
        case AccountState.UNKNOWN:
            return Level.UNKNOWN


def of_provider(snapshot: Snapshot) -> Level:
    """Judge all accounts together; where none has room, one that is unknown leaves the whole unknown."""
    states = {account.state for account in snapshot.accounts}
    if AccountState.FREE in states:
        return of_slots(snapshot.free, snapshot.total)
    return Level.FULL if AccountState.FULL in states and AccountState.UNKNOWN not in states else Level.UNKNOWN
