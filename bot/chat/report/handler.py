"""``/report``: what was observed of each provider in some days."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.chat.feature import Caller, Command, Feature, option
from bot.chat.history_sources import NOT_READ, HistorySources
from bot.chat.message import Level, Message
from bot.chat.report.wording import ProviderReport, report_card
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.chat.wording.sentence import sentence_message
from bot.chat.wording.text import amount
from bot.errors import BadInput, StorageUnavailable
from bot.history.usage_report import usage_report
from bot.polling.poller import ProviderPoller

USUAL_DAYS = 7

Waited: TypeAlias = Callable[[str, datetime, datetime], Awaitable[Sequence[timedelta]]]
"""Returns how long those waited who were offered a slot of a provider between two moments.

Raises ``StorageUnavailable``.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What was asked."""

    days: int | None = option("How many days back; a week unless you say", default=None)


class ReportHandler:
    """Reports on all providers.

    Args:
        pollers: Who asks each provider, by its name.
        words: What each provider is called.
        sources: Where the past is read.
        waited: Returns how long people waited.
        names: How accounts are named.
    """

    def __init__(
        self,
        pollers: Mapping[str, ProviderPoller],
        words: Mapping[str, ProviderWords],
        sources: HistorySources,
        waited: Waited,
        names: AccountNames,
    ) -> None:
        self._pollers = pollers
        self._words = words
        self._sources = sources
        self._waited = waited
        self._names = names

    def feature(self) -> Feature:
        """Return the command."""
        command = Command(
            name="report",
            description="Were the accounts enough?",
            options=ReportOptions,
            run=self.run,
            is_public=self.is_public,
        )
        return Feature(name="report", commands=(command,))

    async def run(self, _: Caller, asked: ReportOptions) -> Message:
        """Answer the command."""
        if not self.is_public(asked):
            raise BadInput(f"days can be 1 to {amount(self._sources.kept.days)}: the past is kept for so long.")
        days = min(USUAL_DAYS, self._sources.kept.days) if asked.days is None else asked.days
        try:
            # Providers may come and go while the database answers.
            reports = [await self._report(one, days) for one in tuple(self._pollers) if one in self._pollers]
        except StorageUnavailable:
            return sentence_message(NOT_READ, Level.FAULTED, self._names)
        return Message(cards=(report_card(reports, days, self._names),))

    def is_public(self, asked: ReportOptions) -> bool:
        """Return whether as many days can be reported on."""
        return asked.days is None or 1 <= asked.days <= self._sources.kept.days

    async def _report(self, provider: str, days: int) -> ProviderReport:
        now = self._sources.now()
        start, until = now - timedelta(days=days), self._sources.recorder.valid_until(provider, now)
        poller, words = self._pollers[provider], self._words[provider]
        accounts, seen = poller.accounts(), poller.latest.snapshot if poller.latest.trouble is None else None
        if until is None or until <= start:
            return ProviderReport(words=words, usage=None, accounts=accounts, latest=seen)
        changes = await self._sources.archive.state_changes(provider, None, start)
        waits = await self._waited(provider, start, now)
        usage = await asyncio.to_thread(usage_report, changes, start=start, end=until, waits=waits)
        return ProviderReport(words=words, usage=usage, accounts=accounts, latest=seen)
