"""A provider that was found, and what the searches for providers have shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.providers.token_subscription import AccountSummary, Service


class FoundBy(StrEnum):
    """What showed that the token has accounts of a provider."""

    SUMMARY = "summary"
    ACCOUNT_LIST = "account_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundProvider:
    """A provider that was found.

    Attributes:
        name: Its name.
        found_by: What showed it.
        found_at: When that was.
        missing_since: Since when it is not set up any more; None while it is.
    """

    name: str
    found_by: FoundBy
    found_at: datetime
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """What the searches so far have shown.

    Attributes:
        found: The providers that are watched, in the order in which they are shown.
        searched_at: When the newest search ended; None before the first.
        due: When the next one begins.
        trouble: Why the newest reading of ``GET /v2/account`` failed; None if it did not.
        summary: What the newest successful reading of it said.
        unsupported: Services of the summary that are no provider of this program.
        on_request: Providers of the summary that are watched only where PROVIDERS names them.
    """

    found: tuple[FoundProvider, ...]
    due: datetime
    searched_at: datetime | None = None
    trouble: str | None = None
    summary: AccountSummary | None = None
    unsupported: tuple[Service, ...] = ()
    on_request: tuple[str, ...] = ()

    @property
    def found_nothing(self) -> bool:
        """True if a search has ended and there is nothing to watch."""
        return self.searched_at is not None and not self.found


class FoundProviderStorage(Protocol):
    """What discovery needs of the database; every method raises ``StorageUnavailable``."""

    async def found_providers(self) -> tuple[FoundProvider, ...]:
        """Return every stored provider, by name."""

    async def remembered_providers(self) -> tuple[str, ...]:
        """Return the providers of which accounts or alert states are stored, by name."""

    async def save_found(self, found: FoundProvider) -> None:
        """Store a provider, in place of what was stored of it."""

    async def delete_found(self, name: str) -> None:
        """Delete a provider."""
