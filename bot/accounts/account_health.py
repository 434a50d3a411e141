"""Whether an account's health lets people use it: yes, not for much longer, or no; and what is wrong with it then.

Only what useapi.net has stored counts (``AccountHealth``): vendors are never asked.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.provider_answer import AccountHealth, QuotaWindow

SESSION_WARNING = timedelta(days=7)
"""How long before a session ends a person should renew it."""

USED_UP = 100.0
"""Percentage of a quota at which jobs are refused."""

NEARLY_USED = 90.0
"""Percentage of a quota from which other accounts are recommended first."""


def is_healthy(health: object) -> bool:
    """Return whether a ``health`` is the word ``OK``, or is missing; anything else is a reason not to use an account.

    https://useapi.net/docs/api-muse-v1/get-muse-accounts
    """
    if isinstance(health, str):
        return health.strip().casefold() in {"", "ok"}
    return health is None or health is True


def current_quotas(health: AccountHealth | None, at: datetime) -> tuple[QuotaWindow, ...]:
    """Return the quotas that have not been reset since they were stored, the fullest first."""
    if health is None or not health.quota:  # the usual case, for each account at each look
        return ()
    current = (one for one in health.quota if one.resets_at is None or one.resets_at > at)
    return tuple(sorted(current, key=lambda one: -one.used_percent))


def used_up(health: AccountHealth | None, at: datetime) -> QuotaWindow | None:
    """Return the used-up quota that keeps an account from taking jobs; of several, the last to be reset."""
    if health is None or not health.quota:
        return None  # as most accounts are: this is asked of each in every look
    empty = [one for one in current_quotas(health, at) if one.used_percent >= USED_UP]
    return max(empty, key=lambda one: (one.resets_at is None, one.resets_at or at), default=None)


def session_ends(health: AccountHealth | None, at: datetime) -> datetime | None:
    """Return when a session ends, or ended, that a person must renew by now; None if nobody has to."""
    if health is None or health.session_ends is None or not health.renewed_by_person:
        return None
    return health.session_ends if health.session_ends - at <= SESSION_WARNING else None


def is_nearly_used(health: AccountHealth | None, at: datetime) -> bool:
    """Return whether other accounts should be used first."""
    if health is None or not health.quota:
        return False
    return any(one.used_percent >= NEARLY_USED for one in current_quotas(health, at))


class FaultKind(StrEnum):
    """What is wrong with an account, in a few words: a kind for each way in which people mend it."""

    OUT_OF_CREDITS = "out of credits"
    ON_HOLD = "on hold"
    SIGNED_OUT = "signed out"
    OTHER = "can't be used"


_CREDITS = re.compile(r"credit(?!.?card)|quota|balance|limit reached|(?:not enough|insufficient|out of) tokens")
_PAYMENT = re.compile(r"subscri|payment|billing|(?<![a-z])card(?![a-z])")
_SIGNING_IN = re.compile(
    r"(?<![a-z])sign(?:ed|ing)?.?(?:in|out)(?![a-z])"
    r"|session|log.?in|logged|cookie|token(?!s)|auth(?!ors?(?![a-z]))|password|credentials"
)


def fault_kind(fault: str) -> FaultKind:
    """Return what is wrong with an account; ``OTHER`` where the provider's text leaves any doubt.

    A missing payment is ``OTHER``, too: nobody mends it by signing in, and the provider's text says best what it is.
    """
    text = fault.casefold()
    if _CREDITS.search(text):
        return FaultKind.OUT_OF_CREDITS
    if FaultKind.ON_HOLD in text:
        return FaultKind.ON_HOLD
    return FaultKind.SIGNED_OUT if _SIGNING_IN.search(text) and not _PAYMENT.search(text) else FaultKind.OTHER
