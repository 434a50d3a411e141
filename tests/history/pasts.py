"""Short pasts of accounts for tests, written as a string for each account."""

from collections.abc import Mapping
from datetime import timedelta

from bot.accounts.roster import AccountState
from bot.history.state_changes import StateChange
from tests.moments import NOON

SLOTS = 3

_UNCERTAIN = {"?": AccountState.UNKNOWN, "!": AccountState.FAULTED, "x": None}


def past(lived: Mapping[str, str]) -> tuple[StateChange, ...]:
    """Return the state changes of accounts, written an hour per character.

    A digit is the number of slots in use, of three; ``?`` unknown, ``!`` faulted, ``x`` not there any more; a space
    says nothing.
    """
    return tuple(
        change(account, what, hour)
        for account, told in lived.items()
        for hour, what in enumerate(told)
        if what != " " and (hour == 0 or told[hour - 1] != what)
    )


def change(account: str, what: str, hour: float) -> StateChange:
    """Return one change; ``hour`` counts from noon."""
    at = NOON + timedelta(hours=hour)
    if what in _UNCERTAIN:
        return StateChange(account=account, at=at, state=_UNCERTAIN[what])
    state = AccountState.FULL if int(what) == SLOTS else AccountState.FREE
    return StateChange(account=account, at=at, state=state, in_use=int(what), total=SLOTS)
