"""Free slots, always in the same words: ``6 of 13 free``, or ``3 running`` if slots are not counted."""

from bot.accounts.latest_state import LatestState
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.text_spans import Line
from bot.chat.wording.account_faults import fault_word
from bot.chat.wording.text import amount

CANT_BE_CHECKED = "can't be checked"


def free_of_total(seen: Snapshot) -> str:
    """Return how many of a provider's slots are free, or how many jobs run if slots are not counted."""
    if not seen.counts_slots:
        return running(seen.running)
    if any(one.free is not None for one in seen.accounts):
        return f"{amount(seen.free)} of {amount(seen.total)} free"
    return "free slots not known" if seen.accounts else "nothing known"


def account_room(account: Account) -> str:
    """Return how many slots of an account are free, or why none is, in a few words."""
    match account.state:
        case AccountState.FREE:
            return f"{amount(account.free or 0)} of {amount(account.total or 0)} free"
        case AccountState.FULL:
            return "full"
        case AccountState.UNKNOWN:
            return CANT_BE_CHECKED
        case AccountState.FAULTED:
            return fault_word(account.fault)
        case AccountState.UNCOUNTED:
            return running(account.running)


def running(jobs: int) -> str:
    """Return how many jobs run, for accounts whose slots are not counted."""
    return f"{amount(jobs)} running" if jobs else "nothing running"


def provider_room(latest: LatestState) -> str:
    """Return how many slots of a provider are free, or why that is not known, in a few words."""
    if latest.trouble is not None:
        return CANT_BE_CHECKED
    return "not checked yet" if latest.snapshot is None else free_of_total(latest.snapshot)


def people_waiting(number: int) -> Line:
    """Return how many people are waiting for a slot; empty if nobody is."""
    if not number:
        return ()
    return ("1 person waiting" if number == 1 else f"{amount(number)} people waiting",)
