"""One look at a provider: what it answered, or why it did not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.errors import LookFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The outcome of one look.

    Attributes:
        at: When the answer came, or the look failed.
        answer: The answer, or why the look failed.
        configured: The account list, if it was read with this look.
        took: How long the look took, if that was measured.
    """

    at: datetime
    answer: ProviderAnswer | LookFailed
    configured: tuple[ConfiguredAccount, ...] | None = None
    took: timedelta | None = None
