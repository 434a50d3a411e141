"""The answer to "do we have enough accounts?", on every platform: what was observed of each provider in some days.

Not here: what is measured (``history.report``), how the question arrives and how the answer is sent.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.chat.embeds.error import error_embed
from bot.chat.embeds.report import Section, report_embed
from bot.chat.embeds.words import ProviderWords
from bot.chat.old_history import NOT_READ
from bot.chat.past import Past, Waits
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount
from bot.errors import StorageUnavailable
from bot.history.usage_report import usage_report
from bot.polling.poller import ProviderPoller

USUAL_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What to show; private where it is about the question and not about the past."""

    embed: discord.Embed
    private: bool = False


class Reports:
    """Reports on all providers.

    Args:
        watchers: Who looks, by provider.
        words: How each provider is spoken of.
        past: The past.
        waits: Where it is read how long people waited.
        names: How accounts are named.
    """

    def __init__(
        self,
        watchers: Mapping[str, ProviderPoller],
        words: Mapping[str, ProviderWords],
        past: Past,
        *,
        waits: Waits,
        names: AccountNames,
    ) -> None:
        self._watchers = watchers
        self._words = words
        self._past = past
        self._waits = waits
        self._names = names

    def allows(self, days: int) -> bool:
        """Tell whether so many days can be reported on."""
        return 1 <= days <= self._past.kept.days

    async def report(self, days: int | None) -> Report:
        """Report on so many days, a week unless told otherwise."""
        days = min(USUAL_DAYS, self._past.kept.days) if days is None else days
        if not self.allows(days):
            allowed = f"days can be 1 to {amount(self._past.kept.days)}: the past is kept for so long."
            return Report(embed=error_embed(allowed), private=True)
        try:
            sections = [await self._section(provider, days) for provider in self._watchers]
        except StorageUnavailable:
            return Report(embed=error_embed(NOT_READ), private=True)
        return Report(embed=report_embed(sections, days, self._names))

    async def _section(self, provider: str, days: int) -> Section:
        now = self._past.now()
        start, until = now - timedelta(days=days), self._past.present.valid_until(provider, now)
        words, accounts = self._words[provider], self._watchers[provider].accounts()
        if until is None or until <= start:
            return Section(words=words, report=None, accounts=accounts)
        changes = await self._past.archive.state_changes(provider, None, start)
        waits = await self._waits(provider, start, now)
        seen = await asyncio.to_thread(usage_report, changes, start=start, end=until, waits=waits)
        return Section(words=words, report=seen, accounts=accounts)
