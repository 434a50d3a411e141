"""What is wrong with an account that can't be used, by what its provider says of it."""

import re
from enum import StrEnum


class FaultKind(StrEnum):
    """What is wrong, as far as people mend it in different ways; in a few words."""

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
    """Return what is wrong with an account, where the provider's text leaves no doubt.

    What has not been paid is no matter of signing in, and each provider's text says best what it is.
    """
    said = fault.casefold()
    if _CREDITS.search(said):
        return FaultKind.OUT_OF_CREDITS
    if FaultKind.ON_HOLD in said:
        return FaultKind.ON_HOLD
    return FaultKind.SIGNED_OUT if _SIGNING_IN.search(said) and not _PAYMENT.search(said) else FaultKind.OTHER
