"""What was true of each account from which moment on, noted when it changes; not every look, and not the jobs.

Two rules keep what was not seen from being told as if it had been:

1. What a look shows holds until the next good look, where that follows within ``away``. Where it does not (the bot or
   the provider was out), nothing is known since the last good look.
2. An account that is no longer named is *unknown*, from the look on that does not name it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """What is true of an account from ``at`` on, until its next mark.

    Of two marks of one account at one moment the later one counts: a store may overwrite the first.

    Attributes:
        account: Its name at the provider.
        at: The moment.
        state: What is true of it.
        in_use: How many of its slots are taken; None unless free or full.
        total: How many slots it has; None unless free or full.
    """

    account: str
    at: datetime
    state: AccountState
    in_use: int | None = None
    total: int | None = None

    @property
    def certain(self) -> bool:
        """Tell whether its slots are known: how many there are, and how many are taken."""
        sure = self.state is AccountState.FREE or self.state is AccountState.FULL
        return sure and self.in_use is not None and self.total is not None


def state_changes(
    was: Mapping[str, StateChange], seen: Snapshot, looked_at: datetime | None, away: timedelta
) -> tuple[StateChange, ...]:
    """Tell what a look adds to the past, in the order of its moments.

    Args:
        was: The last mark of each account.
        seen: What the look shows.
        looked_at: When the last good look was; None where that is not known: then what the last marks told is not
            believed for longer than ``away`` either.
        away: The longest gap between two looks that is not called an outage.
    """
    lost = [_unknown(mark.account, last) for mark in was.values() if (last := _lost(mark, seen.at, looked_at, away))]
    since = {**was, **{mark.account: mark for mark in lost}}
    now = {account.name: _mark(account, seen.at) for account in seen.accounts}
    gone = {name: _unknown(name, seen.at) for name in since if name not in now}
    fresh = [mark for name, mark in (now | gone).items() if _differs(since.get(name), mark)]
    return (*sorted(lost, key=lambda mark: mark.at), *fresh)


def known_until(looked_at: datetime, at: datetime, away: timedelta) -> datetime:
    """Tell until when the last good look may be believed at the moment ``at``: until then, or not since itself."""
    return at if at - looked_at <= away else looked_at


def _lost(mark: StateChange, at: datetime, looked_at: datetime | None, away: timedelta) -> datetime | None:
    """Tell since when what a mark told is not known any more; None where it is, or never was."""
    last = max(mark.at, looked_at or mark.at)
    return last if mark.state is not AccountState.UNKNOWN and known_until(last, at, away) < at else None


def _mark(account: Account, at: datetime) -> StateChange:
    """Leave out the counts where the state is not certain: they change nothing that is told."""
    if account.free is None:
        return StateChange(account=account.name, at=at, state=account.state)
    return StateChange(account=account.name, at=at, state=account.state, in_use=account.in_use, total=account.total)


def _unknown(account: str, at: datetime) -> StateChange:
    return StateChange(account=account, at=at, state=AccountState.UNKNOWN)


def _differs(was: StateChange | None, now: StateChange) -> bool:
    if was is None:
        return True
    return (was.state, was.in_use, was.total) != (now.state, now.in_use, now.total)
