"""Where somebody stands in line, and how many slots they could ever be offered."""

from collections.abc import Iterable

from bot.accounts.snapshot import Snapshot
from bot.waitlist.waiter import Waiter


def position(waiters: Iterable[Waiter], mine: Waiter) -> int:
    """Tell the place in line, from 1: behind those who came first and would take what this one would."""
    return 1 + sum(
        other.waits and other.provider == mine.provider and other.id < mine.id and _compete(other, mine)
        for other in waiters
    )


def most(seen: Snapshot, account: str | None) -> int | None:
    """Tell how many slots a provider or one of its accounts has at all, as far as it is known; None where it is not."""
    totals = [one.total for one in seen.accounts if account in {None, one.name}]
    known = [total for total in totals if total is not None]
    return sum(known) if known and len(known) == len(totals) else None


def _compete(one: Waiter, other: Waiter) -> bool:
    return None in {one.account, other.account} or one.account == other.account
