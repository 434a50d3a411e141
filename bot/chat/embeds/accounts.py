"""An account's line, and what is said of many accounts at once."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.embeds.fit import and_more, fit
from bot.chat.embeds.level import of_account
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount

CELLS = 10
"""No bar is longer: one cell for each slot up to here, shares of the whole beyond."""

LISTED = 20
"""So many accounts get a line of their own."""

FAULT_LENGTH = 160


def account_lines(accounts: Sequence[Account], naming: Naming, budget: int) -> str:
    """Give accounts a line each as far as they fit; the rest is counted by state."""
    return fit(accounts, lambda one: account_line(one, naming), budget, most=LISTED, more=_more)


def account_line(account: Account, naming: Naming) -> str:
    """Say an account's state, room and name: ``🟢 ▰▰▰▱▱ **studio-a** · 2 free of 5``."""
    sign = of_account(account).sign
    drawn = "" if account.free is None else bar(account.in_use, account.total or 0)
    head = " ".join(filter(None, (sign, drawn, f"**{naming.plain(account.name)}**")))
    return f"{head} · {_numbers(account, naming)}"


def bar(in_use: int, total: int) -> str:
    """Draw slots, those in use first; the last free one and the first used one never round away."""
    cells = min(total, CELLS)
    if cells <= 0:
        return ""
    used = min(max((2 * in_use * cells + total) // (2 * total), 0), cells)
    if 0 < in_use < total:
        used = min(max(used, 1), cells - 1)
    return "▰" * used + "▱" * (cells - used)


def tally(accounts: Iterable[Account]) -> str:
    """Count accounts by state: ``2 full, 1 unknown``."""
    counts = Counter(account.state for account in accounts)
    return ", ".join(f"{amount(counts[state])} {state}" for state in AccountState if counts[state])


def advice(snapshot: Snapshot, naming: Naming, *, current: bool) -> str:
    """Name the account to use, and whom the numbers leave out; where there is none, say why.

    Args:
        snapshot: All accounts of the provider.
        naming: What they are called.
        current: Whether this is how things are, and not merely how they were.
    """
    best = snapshot.best
    if best is None:
        said = tally(snapshot.accounts)
        if not snapshot.accounts:
            return "No account has been seen yet."
        return f"No room: {said}." if AccountState.UNKNOWN not in _states(snapshot) else f"No known room: {said}."
    name, free = f"**{naming.plain(best.name)}**", amount(best.free or 0)
    use = f"Use {name}: {free} free." if current else f"Most room then: {name}, {free} free."
    left_out = [account for account in snapshot.accounts if account.free is None]
    return f"{use} Not counted: {tally(left_out)}." if left_out else use


def alternative(snapshot: Snapshot, account: str, naming: Naming, *, current: bool) -> str:
    """Say where there is room beside an account that was asked for; nothing if it has room itself."""
    asked, best = snapshot.account(account), snapshot.best
    if asked is not None and asked.state is AccountState.FREE:
        return ""
    missing = "" if asked is not None else "Nothing names this account at present. "
    if best is None:
        return f"{missing}No other account is known to have room."
    name, free = f"**{naming.plain(best.name)}**", amount(best.free or 0)
    use = f"Use {name} instead: {free} free." if current else f"Most room then: {name}, {free} free."
    return missing + use


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
            fault = naming.names.say(account.fault or "", FAULT_LENGTH)
            return f"faulted: {fault}" if fault else "faulted"


def _more(left: Sequence[Account]) -> str:
    return f"{and_more(left)}: {tally(left)}"


def _states(snapshot: Snapshot) -> set[AccountState]:
    return {account.state for account in snapshot.accounts}
