"""Makes reports from stored history."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.alerts.alert import ProviderUsage
from bot.history.state_changes import StateChange
from bot.history.usage_report import usage_report

StateChanges: TypeAlias = Callable[[str, str | None, datetime], Awaitable[Sequence[StateChange]]]
"""Returns the state changes of a provider's account, or of all, since a moment; of each also the last one before.

Raises ``StorageUnavailable``.
"""

Waited: TypeAlias = Callable[[str, datetime, datetime], Awaitable[Sequence[timedelta]]]
"""Returns how long those waited who were offered a slot of a provider between two moments.

Raises ``StorageUnavailable``.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMaker:
    """Makes reports.

    Attributes:
        changes: Returns state changes.
        waited: Returns how long people waited.
        valid_until: Returns until when what is known of a provider holds, given the present moment.
        accounts: Returns all known accounts of a provider.
        kept: How long history is kept.
        now: The clock.
    """

    changes: StateChanges
    waited: Waited
    valid_until: Callable[[str, datetime], datetime | None]
    accounts: Callable[[str], Sequence[str]]
    kept: timedelta
    now: Callable[[], datetime]

    async def make(self, providers: Sequence[str], since: datetime, until: datetime) -> tuple[ProviderUsage, ...]:
        """Return what was observed of providers between two moments; raises ``StorageUnavailable``.

        It goes back as far as history is kept: from before that, only accounts that have not changed are still stored.
        """
        since = max(since, self.now() - self.kept)
        return tuple([await self._usage(provider, since, until) for provider in providers])

    async def _usage(self, provider: str, since: datetime, until: datetime) -> ProviderUsage:
        known, accounts = self.valid_until(provider, self.now()), tuple(self.accounts(provider))
        if known is None or min(known, until) <= since:
            return ProviderUsage(provider=provider, usage=None, accounts=accounts)
        changes = await self.changes(provider, None, since)
        waits = await self.waited(provider, since, until)
        end = min(known, until)
        usage = await asyncio.to_thread(
            usage_report, [one for one in changes if one.at < end], start=since, end=end, waits=waits
        )
        return ProviderUsage(provider=provider, usage=usage, accounts=accounts)
