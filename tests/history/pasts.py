"""Short pasts of accounts for tests, written as a line per account."""

from collections.abc import Mapping
from datetime import timedelta

from bot.accounts.roster import AccountState
from bot.history.state_changes import StateChange
from tests.moments import NOON

SLOTS = 3


def past(lived: Mapping[str, str]) -> tuple[StateChange, ...]:
    """Mark what each account's line says, an hour per character.

    A digit is so many of three slots in use, ``?`` unknown, ``!`` faulted, and a space says nothing.
    """
    return tuple(
        mark(account, what, hour)
        for account, told in lived.items()
        for hour, what in enumerate(told)
        if what != " " and (hour == 0 or told[hour - 1] != what)
    )


def mark(account: str, what: str, hour: float) -> StateChange:
    """Make one mark, so many hours after noon."""
    at = NOON + timedelta(hours=hour)
    if what in "?!":
        return StateChange(account=account, at=at, state=AccountState.UNKNOWN if what == "?" else AccountState.FAULTED)
    state = AccountState.FULL if int(what) == SLOTS else AccountState.FREE
    return StateChange(account=account, at=at, state=state, in_use=int(what), total=SLOTS)
