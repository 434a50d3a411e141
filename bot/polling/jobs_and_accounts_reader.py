"""Looks at one provider: reads its jobs each time, and its account list, if it has one, every ten minutes.

An empty account list is read each time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ConfiguredAccount, Look, ProviderAnswer
from bot.errors import LookFailed, NotConfigured, NotUnderstood
from bot.polling.poll_schedule import ACCOUNTS_EVERY, ACCOUNTS_RETRY
from bot.polling.server_clock import ServerClock

FetchAccounts = Callable[[], Awaitable[tuple[ConfiguredAccount, ...]]]

log = logging.getLogger(__name__)


class ProviderReader:
    """Looks at one provider.

    Args:
        provider: The provider's name, for the log.
        fetch_answer: Reads its jobs; raises ``LookFailed``.
        fetch_accounts: Reads its account list; raises ``LookFailed``. None if there is none.
        now: The clock.
        monotonic: A clock that never goes back, in seconds.
    """

    def __init__(
        self,
        provider: str,
        fetch_answer: Callable[[], Awaitable[ProviderAnswer]],
        fetch_accounts: FetchAccounts | None,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._provider = provider
        self._fetch_answer = fetch_answer
        self._fetch_accounts = fetch_accounts
        self._now = now
        self._monotonic = monotonic
        self._server_clock = ServerClock(provider, now)
        self._accounts_due: float | None = None
        self._accounts_failed = False
        self._lists_none = False

    async def look(self) -> Look:
        """Look once; a failure is part of the look, not an exception."""
        started, fetch_accounts = self._now(), self._fetch_accounts
        configured: tuple[ConfiguredAccount, ...] | None = None
        if fetch_accounts is None or (self._accounts_due is not None and self._monotonic() < self._accounts_due):
            answer = await self._answer()
        else:
            answer, listed = await asyncio.gather(self._answer(), self._listed(fetch_accounts))
            configured = self._note_listed(listed, answer)
        if self._lists_none and isinstance(answer, ProviderAnswer) and not _shows_any(answer):
            answer = NotConfigured(
                f"No account of {self._provider} is set up at useapi.net."
            )  # some answer so, instead of by a 400 or 404
        at = self._now()
        return Look(at=at, answer=answer, configured=configured, took=max(at - started, timedelta()))

    async def _answer(self) -> ProviderAnswer | LookFailed:
        try:
            return self._server_clock.in_our_time(await self._fetch_answer())
        except LookFailed as failure:
            return failure

    async def _listed(self, fetch_accounts: FetchAccounts) -> tuple[ConfiguredAccount, ...] | LookFailed:
        try:
            return await fetch_accounts()
        except LookFailed as failure:
            return failure

    def _note_listed(
        self, configured: tuple[ConfiguredAccount, ...] | LookFailed, answer: ProviderAnswer | LookFailed
    ) -> tuple[ConfiguredAccount, ...] | None:
        """Note when to read the list again, and log that it can't be read, unless the whole look failed."""
        if not isinstance(configured, LookFailed):
            self._lists_none = not configured
            if isinstance(answer, ProviderAnswer) and _shows_any(answer) and not configured:
                configured = NotUnderstood("It is empty, though the answer shows accounts or jobs.")
        if isinstance(configured, LookFailed):
            self._accounts_due = self._monotonic() + ACCOUNTS_RETRY.total_seconds()
            if isinstance(answer, ProviderAnswer) and not self._accounts_failed:
                self._accounts_failed = True
                log.warning("%s: its list of accounts can't be read: %s", self._provider, configured)
            return None
        # An empty list is read at each look, which are rare then: whoever adds an account wants to see it soon.
        self._accounts_due = self._monotonic() + (ACCOUNTS_EVERY.total_seconds() if configured else 0)
        if self._accounts_failed:
            self._accounts_failed = False
            log.info("%s: its list of accounts can be read again.", self._provider)
        return configured


def _shows_any(answer: ProviderAnswer) -> bool:
    return bool(answer.accounts or answer.jobs)
