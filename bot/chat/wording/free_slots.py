"""Free slots, always in the same words: ``6 of 13 free``, or ``3 running`` if slots are not counted."""

from bot.accounts.latest_state import LatestState
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.text_spans import Line
from bot.chat.wording.account_faults import fault_word
from bot.chat.wording.text import amount

CANT_BE_CHECKED = "can't be checked"


def free_of_total(free: int, total: int) -> str:
    """Return how many of some slots are free: ``6 of 13 free``."""
    return f"{amount(free)} of {amount(total)} free"


def snapshot_room(seen: Snapshot) -> str:
    """Return how many of a provider's slots are free, or how many jobs run if slots are not counted."""
    if not seen.counts_slots:
        return running(seen.running)
    if any(one.free is not None for one in seen.accounts):
        return free_of_total(seen.free, seen.total)
    return "free slots not known" if seen.accounts else "nothing known"


def account_room(account: Account) -> str:
    """Return how many slots of an account are free, or why none is, in a few words."""
    return state_room(account.state, account.free, account.total, jobs=account.running, fault=account.fault)


def state_room(state: AccountState, free: int | None, total: int | None, *, jobs: int, fault: str | None) -> str:
    """Return an account's room by its state; ``fault`` is as of ``fault_word``, and "" where it is not known."""
    match state:
        case AccountState.FREE:
            return free_of_total(free or 0, total or 0)
        case AccountState.FULL:
            return "full"
        case AccountState.UNKNOWN:
            return CANT_BE_CHECKED
        case AccountState.FAULTED:
            return fault_word(fault)
        case AccountState.UNCOUNTED:
            return running(jobs)


def running(jobs: int) -> str:
    """Return how many jobs run, for accounts whose slots are not counted."""
    return f"{amount(jobs)} running" if jobs else "nothing running"


def provider_room(latest: LatestState) -> str:
    """Return how many slots of a provider are free, or why that is not known, in a few words."""
    if latest.trouble is not None:
        return CANT_BE_CHECKED
    return "not checked yet" if latest.snapshot is None else snapshot_room(latest.snapshot)


def people_waiting(number: int) -> Line:
    """Return how many people are waiting for a slot; empty if nobody is."""
    if not number:
        return ()
    return ("1 person waiting" if number == 1 else f"{amount(number)} people waiting",)
