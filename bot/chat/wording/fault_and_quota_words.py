"""Accounts' faults, quotas and sessions in a few words."""

import re
from datetime import datetime

from bot.accounts.account_health import USED_UP, current_quotas, session_ends, used_up
from bot.accounts.provider_answer import QuotaWindow
from bot.accounts.snapshot import Account
from bot.chat.text_spans import Line, dated, joined
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import clean

SIGNED_OUT, ON_HOLD, OUT_OF_CREDITS, UNUSABLE = "signed out", "on hold", "out of credits", "can't be used"

QUOTA_USED_UP = "quota used up"

NOTABLE = 75.0
"""Percentage of a quota from which its reset is mentioned."""

FAULT_LENGTH = 160

_WINDOW_LENGTH = 20

_CREDITS = re.compile(r"credit(?!.?card)|quota|balance|limit reached|(?:not enough|insufficient|out of) tokens")
_PAYMENT = re.compile(r"subscri|payment|billing|(?<![a-z])card(?![a-z])")
_SIGNING_IN = re.compile(
    r"(?<![a-z])sign(?:ed|ing)?.?(?:in|out)(?![a-z])"
    r"|session|log.?in|logged|cookie|token(?!s)|auth(?!ors?(?![a-z]))|password|credentials"
)


def fault_word(fault: str | None) -> str:
    """Return what is wrong with an account in a few words, where the text leaves no doubt.

    What has not been paid is no matter of signing in, and each provider's text says best what it is.

    Args:
        fault: The provider's own text; None if a quota is used up.
    """
    if fault is None:
        return QUOTA_USED_UP
    said = fault.casefold()
    if _CREDITS.search(said):
        return OUT_OF_CREDITS
    if ON_HOLD in said:
        return ON_HOLD
    return SIGNED_OUT if _SIGNING_IN.search(said) and not _PAYMENT.search(said) else UNUSABLE


def fault_line(account: Account, naming: Naming, at: datetime) -> Line:
    """Return why an account can't be used: ``signed out``, with the provider's own words if they say more."""
    if account.fault is None:
        return quota_used_up(account, at)
    word, said = fault_word(account.fault), naming.names.shown(account.fault, FAULT_LENGTH).removesuffix(".")
    if said.casefold().removeprefix("account ").removeprefix("is ") == word:
        return (word,)
    if said.casefold().startswith(word):
        return (f"{word}{said[len(word) :]}",)
    if word == UNUSABLE or word in said.casefold():
        return (said or word,)
    return (f"{word}: {said}",)


def quota_used_up(account: Account, at: datetime) -> Line:
    """Return that a quota is used up, and when it resets if known: ``quota used up, resets 23 November 01:13``."""
    window = used_up(account.health, at)
    until = None if window is None else window.resets_at
    return (QUOTA_USED_UP,) if until is None else (f"{QUOTA_USED_UP}, resets ", dated(until))


def quota_line(account: Account, at: datetime) -> Line:
    """Return how much of each stored quota is used: ``88 % of this week used, resets 23 November 01:13``."""
    return joined((_quota(one) for one in current_quotas(account.health, at) if one.used_percent < USED_UP), ", ")


def share_used(percent: float) -> str:
    """Return how much of a quota is used: ``88 %``; it is 100 only where nothing is left."""
    return f"{percent if percent >= USED_UP else min(percent, USED_UP - 1):.0f} %"


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
