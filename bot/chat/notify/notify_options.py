"""The options of ``/notify``."""

from dataclasses import dataclass

from bot.chat.feature import option
from bot.chat.wording.durations import TYPED

MOST_SLOTS = 1000
"""Limit while the number of slots is not known yet; providers have a few dozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeOptions:
    """The options of ``/notify me``."""

    provider: str = option("What you wait for")
    account: str | None = option("Only this account", default=None)
    slots: int = option("How many free slots you need; 1 unless you say", default=1, least=1, most=MOST_SLOTS)
    # Before ``hold``: a duration that is typed without a name is how long to wait.
    until: str | None = option(
        "How long to wait, such as 6h; 6h unless you say, 24h at most", default=None, longest=TYPED
    )
    hold: str | None = option("Only slots free for this long, such as 30s or 5m", default=None, longest=TYPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOptions:
    """The options of ``/notify cancel``."""

    number: int | None = option("The number of what you wait for, if that is more than one thing", default=None)
