"""What stands in the way of a slot that somebody waits for: nobody can check it, or no slot of it can free."""

from collections.abc import Mapping

from bot.accounts.account_health import FaultKind
from bot.accounts.account_to_use import account_to_use
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.account_lookup import AccountLookup
from bot.chat.wording.fault_and_quota_words import QUOTA_USED_UP, fault_word
from bot.chat.wording.numbers_and_lists import amount, count
from bot.waitlist.waiter_and_offer import Waiter

SENTENCE_LENGTH = 200

_FAULTS: Mapping[str, tuple[str, str]] = {
    FaultKind.SIGNED_OUT: ("is signed out", "somebody signs in again"),
    FaultKind.OUT_OF_CREDITS: ("is out of credits", "it has credits again"),
    QUOTA_USED_UP: ("has used up its quota", "that resets"),
    FaultKind.ON_HOLD: ("is on hold", "that is over"),
    FaultKind.OTHER: ("can't be used", "somebody mends that"),
}
"""How an account is, and until when none of its slots frees."""


def obstacle(waiter: Waiter, lookup: AccountLookup) -> str:
    """Return why no slot frees for now, or why nobody would see it; empty if nothing is known to be wrong."""
    latest = lookup.latest(waiter.provider)
    if latest is None:
        return ""
    provider = lookup.title(waiter.provider)
    if latest.trouble is not None:
        why = lookup.account_names.shown(latest.trouble.sentence, SENTENCE_LENGTH)
        return f"{provider} can't be checked now: {why.removesuffix('.')}. Nothing is offered until it can be."
    return "" if latest.snapshot is None else _unusable(waiter, latest.snapshot, lookup, provider)


def _unusable(waiter: Waiter, snapshot: Snapshot, lookup: AccountLookup, provider: str) -> str:
    if _all_faulted(snapshot):
        return f"No account of {provider} can be used now."
    usable = _usable_slots(snapshot)
    if waiter.account is None and usable is not None and usable < waiter.slots:
        return f"Only {count(usable, 'slot')} of {provider} can be used now: too few for {amount(waiter.slots)}."
    account = _faulted(snapshot, waiter.account)
    if account is None:
        return ""
    how, until = _FAULTS[fault_word(account.fault)]
    naming, best = lookup.naming(waiter.provider), account_to_use(snapshot, lookup.offers(snapshot))
    room = f" There is room on {naming.name(best.name)}." if best is not None else ""
    return f"{naming.name(account.name)} {how}: no slot of it frees until {until}.{room}"


def obstacle_note(waiter: Waiter, lookup: AccountLookup, total: int | None) -> str:
    """Return the obstacle in a few words, for a list; empty if nothing is known to be wrong.

    Args:
        waiter: The waiter.
        lookup: Names accounts, and knows what the looks have shown.
        total: Number of slots, free or not, of what they wait for; None if unknown.
    """
    latest = lookup.latest(waiter.provider)
    if latest is None:
        return f"not watched: {lookup.why_not_watched}"
    if not latest.set_up:
        return "not set up at useapi.net now"
    if lookup.is_gone(waiter.provider, waiter.account):
        return "not named by useapi.net any more"
    if latest.trouble is not None:
        return "can't be checked now"
    if total is not None and total < waiter.slots:
        return f"has {count(total, 'slot')} in all"
    account = _faulted(latest.snapshot, waiter.account)
    return "" if account is None else _FAULTS[fault_word(account.fault)][0]


def _usable_slots(snapshot: Snapshot) -> int | None:
    """Return the number of slots of all usable accounts; None if it is unknown for any of them."""
    totals = [one.total for one in snapshot.accounts if one.state is not AccountState.FAULTED]
    known = [total for total in totals if total is not None]
    return sum(known) if totals and len(known) == len(totals) else None


def _all_faulted(snapshot: Snapshot) -> bool:
    return bool(snapshot.accounts) and all(one.state is AccountState.FAULTED for one in snapshot.accounts)


def _faulted(snapshot: Snapshot | None, name: str | None) -> Account | None:
    """Return the account of a name if nobody can use it."""
    account = None if snapshot is None or name is None else snapshot.account(name)
    return account if account is not None and account.state is AccountState.FAULTED else None
