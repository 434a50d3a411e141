"""The state of each account over time, noted when it changes.

Two rules keep what was not seen from being reported as if it had been:

1. What a look shows holds until the next good look, if that follows within ``max_gap``. If not (an outage of the bot or
   of the provider), nothing is known since the last good look.
2. An account that is not there any more has no state, from the look on that shows it no more: nobody misses its slots.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """What is true of an account from ``at`` on, until its next change.

    Of two changes of one account at one moment the later one counts: storage may overwrite the first.

    Attributes:
        account: Its name at the provider.
        at: The moment.
        state: Its state from then on; None once it is not there any more.
        in_use: How many of its slots are taken; None unless free or full.
        total: How many slots it has; None unless free or full.
    """

    account: str
    at: datetime
    state: AccountState | None
    in_use: int | None = None
    total: int | None = None

    @property
    def certain(self) -> bool:
        """True if its slots are known: how many there are, and how many are taken."""
        sure = self.state is AccountState.FREE or self.state is AccountState.FULL
        return sure and self.in_use is not None and self.total is not None


def new_state_changes(
    latest: Mapping[str, StateChange], seen: Snapshot, looked_at: datetime | None, max_gap: timedelta
) -> tuple[StateChange, ...]:
    """Return the state changes that a look shows, ordered by time.

    Args:
        latest: The last change of each account.
        seen: What the look shows.
        looked_at: When the last good look was; None if that is unknown, and then the last changes are not trusted for
            longer than ``max_gap`` either.
        max_gap: The longest gap between two looks that is not an outage.
    """
    lost = [
        _unknown(change.account, since)
        for change in latest.values()
        if (since := _lost_since(change, seen.at, looked_at, max_gap))
    ]
    before = {**latest, **{change.account: change for change in lost}}
    now = {account.name: _change(account, seen.at) for account in seen.accounts}
    gone = {name: StateChange(account=name, at=seen.at, state=None) for name in before if name not in now}
    fresh = [change for name, change in (now | gone).items() if _differs(before.get(name), change)]
    return (*sorted(lost, key=lambda change: change.at), *fresh)


def valid_until(looked_at: datetime, at: datetime, max_gap: timedelta) -> datetime:
    """Return until when a look is valid, as of ``at``: until ``at``, or during an outage only at its own moment."""
    return at if at - looked_at <= max_gap else looked_at


def lost_slots(changes: Iterable[StateChange], start: datetime, end: datetime) -> tuple[StateChange, ...]:
    """Return the changes by which an account's slots were lost to the pool, in their order.

    If all accounts are lost at once, that is an outage, and no lower limit.

    Args:
        changes: Those of a provider's accounts, in any order.
        start: Start of the period, exclusive.
        end: End of the period, exclusive.
    """
    counted: set[str] = set()
    lost: list[StateChange] = []
    for at, together in groupby(sorted(changes, key=attrgetter("at")), key=attrgetter("at")):
        latest = {change.account: change for change in together}
        gone = [change for account, change in latest.items() if account in counted and not change.certain]
        counted.difference_update(change.account for change in gone)
        counted.update(account for account, change in latest.items() if change.certain)
        if counted and start < at < end:
            lost += gone
    return tuple(lost)


def _lost_since(change: StateChange, at: datetime, looked_at: datetime | None, max_gap: timedelta) -> datetime | None:
    """Return since when an outage hides the account's state; None if it does not, or if there was nothing to hide."""
    last = max(change.at, looked_at or change.at)
    hidden = change.state not in {None, AccountState.UNKNOWN} and valid_until(last, at, max_gap) < at
    return last if hidden else None


def _change(account: Account, at: datetime) -> StateChange:
    """Leave out the counts where the state is not certain: no figure uses them."""
    if account.free is None:
        return StateChange(account=account.name, at=at, state=account.state)
    return StateChange(account=account.name, at=at, state=account.state, in_use=account.in_use, total=account.total)


def _unknown(account: str, at: datetime) -> StateChange:
    return StateChange(account=account, at=at, state=AccountState.UNKNOWN)


def _differs(before: StateChange | None, now: StateChange) -> bool:
    if before is None:
        return True
    return (before.state, before.in_use, before.total) != (now.state, now.in_use, now.total)
