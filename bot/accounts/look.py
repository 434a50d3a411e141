"""One look at a provider, as it came out: what it answered, or why it did not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.errors import LookFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What came of one look.

    Attributes:
        at: When the answer, or its absence, was known.
        answer: What the scheduler said, or why the look failed.
        configured: What the accounts endpoint said, where it was read with this look.
        took: How long it took, where that was measured.
    """

    at: datetime
    answer: ProviderAnswer | LookFailed
    configured: tuple[ConfiguredAccount, ...] | None = None
    took: timedelta | None = None
