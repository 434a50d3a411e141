"""Free slots, always in the same words: ``6 of 13 free``, or ``3 running`` if slots are not counted."""

from collections.abc import Sequence

from bot.accounts.open_offers import OffersNow, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.fault_and_quota_words import fault_word
from bot.chat.wording.numbers_and_lists import amount, count

CANT_BE_CHECKED = "can't be checked"

OFFERED_NAMED = 3
"""Maximum number of accounts with offered slots that are named; if there are more, none is."""


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


def offered_of_free(offered: int, people: int, free: int) -> str:
    """Return how many of the free slots are offered, to follow ``x of y free``; "" if none is.

    ``, offered to 2 people who waited``, or ``, 1 of them offered to somebody who waited``.
    """
    if not offered:
        return ""
    return f", {'' if offered >= free else f'{amount(offered)} of them '}offered to {_who_waited(people)}"


def use_account(name: str, offered: int, people: int) -> Line:
    """Return which account to use, and how many free slots are offered to people who waited.

    ``use studio-a · 1 offered to somebody who waited``
    """
    besides = f" · {amount(offered)} offered to {_who_waited(people)}"
    return ("use ", Strong(name), *((besides,) if offered else ()))


def offered_in_short(offered: int) -> str:
    """Return how many of the free slots are offered, where there is little room: ``, 1 offered``."""
    return f", {amount(offered)} offered" if offered else ""


def offers_line(offers: OpenOffers, naming: Naming) -> Line:
    """Return which slots are offered to how many people: ``1 slot of studio-a is offered to somebody who waited``."""
    return offered_slots_line(offers.slots, offers.people, offers.accounts, naming)


def offered_slots_line(offered: int, people: int, accounts: Sequence[str], naming: Naming) -> Line:
    """Return how many free slots of which accounts are offered, and to how many people; empty if none is.

    More than ``OFFERED_NAMED`` accounts are not named.
    """
    if not offered:
        return ()
    of: Line = ()
    for place, account in enumerate(accounts if len(accounts) <= OFFERED_NAMED else ()):
        between = " of " if not place else " and " if place == len(accounts) - 1 else ", "
        of = (*of, between, Strong(naming.name(account)))
    verb = "is" if offered == 1 else "are"
    return (count(offered, "slot"), *of, f" {verb} offered to {_who_waited(people)}")


def _who_waited(people: int) -> str:
    return "somebody who waited" if people <= 1 else f"{amount(people)} people who waited"


def account_room(account: Account) -> str:
    """Return how many slots of an account are free, or why none is, in a few words."""
    return state_room(account.state, account.free, account.total, jobs=account.running, fault=account.fault)


def state_room(state: AccountState, free: int | None, total: int | None, *, jobs: int, fault: str | None) -> str:
    """Return an account's room by its state; ``fault`` is None for a used-up quota, and "" for an unknown fault."""
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


def provider_room(latest: LatestState, offers: OffersNow) -> str:
    """Return how many slots of a provider are free, or why that is not known, in a few words."""
    if latest.trouble is not None:
        return CANT_BE_CHECKED
    if latest.snapshot is None:
        return "not checked yet"
    return f"{snapshot_room(latest.snapshot)}{offered_in_short(offers(latest.snapshot).slots)}"


def people_waiting(number: int) -> Line:
    """Return how many people are waiting for a slot; empty if nobody is."""
    if not number:
        return ()
    return ("1 person waiting" if number == 1 else f"{amount(number)} people waiting",)
