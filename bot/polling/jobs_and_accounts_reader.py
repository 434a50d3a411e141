"""Looks at one provider: at its jobs each time, at its account list every ten minutes if it has one.

A list that is empty is read each time. Where the server's clock is off, the starts of jobs are put into our time: by a
clock an hour behind, every job would seem stuck.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ConfiguredAccount, Look, ProviderAnswer
from bot.errors import LookFailed, NotConfigured, NotUnderstood

ACCOUNTS_EVERY = timedelta(minutes=10)
"""Pause between two reads of the account list."""

ACCOUNTS_RETRY = timedelta(minutes=1)
"""Pause after a read of it that failed."""

FetchAccounts = Callable[[], Awaitable[tuple[ConfiguredAccount, ...]]]

TOLERATED = timedelta(minutes=2)
"""An answer is dated to the second and takes seconds to come; a clock that is off by less hides nothing."""

DRIFTS = timedelta(minutes=1)
"""Only a larger change counts: a job that nothing but its start tells from others must stay the same at each look."""

log = logging.getLogger(__name__)


class ServerClock:
    """The clock of the server that answers for one provider.

    Args:
        provider: The provider's name, for the log.
        now: Our clock.

    Attributes:
        behind: How far it is behind ours; below zero if it is ahead.
    """

    def __init__(self, provider: str, now: Callable[[], datetime]) -> None:
        self._provider = provider
        self._now = now
        self.behind = timedelta()

    def in_our_time(self, answer: ProviderAnswer) -> ProviderAnswer:
        """Return an answer with the starts of its jobs by our clock; as it is where the server doesn't say its time."""
        if answer.dated is not None:
            self._compare(self._now() - answer.dated)
        return answer.with_starts_moved(self.behind) if self.behind else answer

    def _compare(self, behind: timedelta) -> None:
        # Answers take seconds more or less: without a margin on the way back, a clock at the bound flips at each look.
        if abs(behind) <= (TOLERATED - DRIFTS if self.behind else TOLERATED):
            if self.behind:
                log.info("%s: the clocks of this machine and of useapi.net agree again.", self._provider)
            self.behind = timedelta()
        elif abs(behind - self.behind) > DRIFTS:
            off = f"{_length(abs(behind))} {'behind' if behind > timedelta() else 'ahead of'}"
            log.warning(
                "%s: useapi.net's clock is %s this machine's, so one of them is wrong; jobs are timed by this one.",
                self._provider,
                off,
            )
            self.behind = behind


def _length(span: timedelta) -> str:
    """Return a length in the largest unit of which it has two at least."""
    for unit, word in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours")):
        if span >= 2 * unit:
            return f"{span // unit} {word}"
    return f"{span // timedelta(minutes=1)} min"


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
        """Note when to read the list again, and log that it can't be read; where nothing can be, the look says so."""
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
        # An empty list is read again with each look, which are rare then: who adds an account waits for it to be seen.
        self._accounts_due = self._monotonic() + (ACCOUNTS_EVERY.total_seconds() if configured else 0)
        if self._accounts_failed:
            self._accounts_failed = False
            log.info("%s: its list of accounts can be read again.", self._provider)
        return configured


def _shows_any(answer: ProviderAnswer) -> bool:
    return bool(answer.accounts or answer.jobs)
