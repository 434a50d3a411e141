"""What a report that comes by itself says: how a provider's accounts were used between two moments."""

from dataclasses import dataclass
from datetime import datetime

from bot.history.usage_report import UsageReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderUsage:
    """One provider in a report.

    Attributes:
        provider: Its name.
        usage: What was observed; None if it was never looked at.
        accounts: All that are known, so that masked names that read the same are told apart as elsewhere.
    """

    provider: str
    usage: UsageReport | None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageContent:
    """A report.

    Attributes:
        schedule: The number of what asked for it.
        since: The first moment that it is about.
        until: The first moment after.
        providers: What was observed of each.
    """

    schedule: int
    since: datetime
    until: datetime
    providers: tuple[ProviderUsage, ...]
