"""Accounts as entries of a listing, and what is said of all of them at once."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.message import Entry, Listing
from bot.chat.spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.levels import of_account
from bot.chat.wording.slot_bar import slot_bar
from bot.chat.wording.text import amount

LISTED = 20
"""The most accounts that get a line of their own."""

FAULT_LENGTH = 160


def account_listing(accounts: Sequence[Account], naming: Naming) -> Listing:
    """Return a line for each account; those that are too many are counted by state."""
    return Listing(
        entries=tuple(Entry((account_line(one, naming),), one.state) for one in accounts[:LISTED]),
        more=Counter(account.state.value for account in accounts[LISTED:]),
    )


def account_line(account: Account, naming: Naming) -> Line:
    """Return an account's state, room and name: ``🟢 ▰▰▰▱▱ studio-a · 2 free of 5``."""
    drawn = "" if account.free is None else f"{slot_bar(account.in_use, account.total or 0)} "
    sign = of_account(account).sign
    return (f"{sign} {drawn.lstrip()}", Strong(naming.name(account.name)), f" · {_numbers(account, naming)}")


def tally(accounts: Iterable[Account]) -> str:
    """Count accounts by state: ``2 full, 1 unknown``."""
    counts = Counter(account.state for account in accounts)
    return ", ".join(f"{amount(counts[state])} {state}" for state in AccountState if counts[state])


def advice(snapshot: Snapshot, naming: Naming, *, current: bool) -> Line:
    """Name the account to use and what the numbers leave out; where there is none, say why.

    Args:
        snapshot: All accounts of the provider.
        naming: What they are called.
        current: Whether this is how things are now, rather than how they were.
    """
    best = snapshot.best
    if best is None:
        said = tally(snapshot.accounts)
        if not snapshot.accounts:
            return ("No account has been seen yet.",)
        return (f"No room: {said}." if AccountState.UNKNOWN not in _states(snapshot) else f"No known room: {said}.",)
    name, free = Strong(naming.name(best.name)), amount(best.free or 0)
    use: Line = ("Use ", name, f": {free} free.") if current else ("Most room then: ", name, f", {free} free.")
    left_out = [account for account in snapshot.accounts if account.free is None]
    return (*use, f" Not counted: {tally(left_out)}.") if left_out else use


def alternative(snapshot: Snapshot, account: str, naming: Naming, *, current: bool) -> Line:
    """Return where there is room beside an account that was asked for; nothing if it has room itself."""
    asked, best = snapshot.account(account), snapshot.best
    if asked is not None and asked.state is AccountState.FREE:
        return ()
    missing = "" if asked is not None else "Nothing names this account at present. "
    if best is None:
        return (f"{missing}No other account is known to have room.",)
    name, free = Strong(naming.name(best.name)), amount(best.free or 0)
    if current:
        return (f"{missing}Use ", name, f" instead: {free} free.")
    return (f"{missing}Most room then: ", name, f", {free} free.")


def _numbers(account: Account, naming: Naming) -> str:
    match account.state:
        case AccountState.FREE:
            return f"{amount(account.free or 0)} free of {amount(account.total or 0)}"
        case AccountState.FULL:
            full = "full (inferred)" if account.inferred else "full"
            return f"{full}, {amount(account.in_use)} of {amount(account.total)} in use" if account.total else full
        case AccountState.UNKNOWN:
            known = "unknown, ? free" if account.limit is None else f"unknown, ? free of {amount(account.limit)}"
            return f"{known}, {amount(account.running)} running" if account.running > 0 else known
        case AccountState.FAULTED:
            fault = naming.names.shown(account.fault or "", FAULT_LENGTH)
            return f"faulted: {fault}" if fault else "faulted"


def _states(snapshot: Snapshot) -> set[AccountState]:
    return {account.state for account in snapshot.accounts}
