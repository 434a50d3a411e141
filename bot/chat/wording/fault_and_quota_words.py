"""Accounts' faults, quotas and sessions in a few words."""

from datetime import datetime

from bot.accounts.account_health import USED_UP, FaultKind, current_quotas, fault_kind, session_ends, used_up
from bot.accounts.provider_answer import QuotaWindow
from bot.accounts.snapshot import Account
from bot.chat.text_spans import Line, dated, joined
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text_cleaning import clean

QUOTA_USED_UP = "quota used up"

NOTABLE = 75.0
"""Percentage of a quota from which its reset is mentioned."""

FAULT_LENGTH = 160

_WINDOW_LENGTH = 20


def fault_word(fault: str | None) -> str:
    """Return what is wrong with an account in a few words; None stands for a quota that is used up."""
    return QUOTA_USED_UP if fault is None else fault_kind(fault)


def fault_line(account: Account, naming: Naming, at: datetime) -> Line:
    """Return why an account can't be used: ``signed out``, with the provider's own words if they say more."""
    if account.fault is None:
        return quota_used_up(account, at)
    word, said = fault_word(account.fault), naming.names.shown(account.fault, FAULT_LENGTH).removesuffix(".")
    if said.casefold().removeprefix("account ").removeprefix("is ") == word:
        return (word,)
    if said.casefold().startswith(word):
        return (f"{word}{said[len(word) :]}",)
    if word == FaultKind.OTHER or word in said.casefold():
        return (said or word,)
    return (f"{word}: {said}",)


def quota_used_up(account: Account, at: datetime) -> Line:
    """Return that a quota is used up, and when it resets if known: ``quota used up, resets 23 November 01:13``."""
    window = used_up(account.health, at)
    until = None if window is None else window.resets_at
    return (QUOTA_USED_UP,) if until is None else (f"{QUOTA_USED_UP}, resets ", dated(until))


def quota_line(account: Account, at: datetime) -> Line:
    """Return how much of each stored quota is used: ``88% of this week used, resets 23 November 01:13``."""
    return joined((_quota(one) for one in current_quotas(account.health, at) if one.used_percent < USED_UP), ", ")


def share_used(percent: float) -> str:
    """Return how much of a quota is used: ``88%``; it is 100 only where nothing is left."""
    return f"{percent if percent >= USED_UP else min(percent, USED_UP - 1):.0f}%"


def session_line(account: Account, at: datetime) -> Line:
    """Return when a session ends that a person must renew soon; empty if there is none."""
    ends = session_ends(account.health, at)
    if ends is None:
        return ()
    return ("session ended ", dated(ends)) if ends <= at else ("session ends ", dated(ends))


def _quota(window: QuotaWindow) -> Line:
    used = f"{share_used(window.used_percent)} of {_window(window.name)} used"
    if window.resets_at is None or window.used_percent < NOTABLE:
        return (used,)
    return (f"{used}, resets ", dated(window.resets_at))


def _window(name: str | None) -> str:
    match name:
        case None:
            return "its quota"
        case "week" | "day" | "month":
            return f"this {name}"
        case _:
            return clean(name, _WINDOW_LENGTH)
