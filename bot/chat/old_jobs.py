"""The answer to "what is running?", on every platform: from the newest look to a list of jobs, or to one of them.

Not here: how the question arrives and how the answer is sent (``chat.discord``, ``chat.terminal``), nor when a job
counts as stuck.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import discord

from bot.accounts.job import Job
from bot.accounts.latest_state import LatestState
from bot.accounts.snapshot import Snapshot
from bot.chat.account_lookup import AccountLookup, account_mark
from bot.chat.embeds.capacity import capacity_embed
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.job_card import MenuLine, job_card, menu_line
from bot.chat.embeds.job_list import Scene, job_list
from bot.chat.embeds.sieve import Sieve, job_mark, searchable
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount
from bot.errors import BadInput
from bot.polling.poller import ProviderPoller

REF_LENGTH = 48
"""What is left for it beside the rest of a question in the 100 characters of a button's ``custom_id``."""

OLDEST = 7 * 24 * 60
"""Minutes: a week."""

ENDED = "That job is not running any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuestion:
    """Which jobs are asked for.

    Attributes:
        provider: The provider.
        account: Only this account's: its name, its alias, what it is shown as, or its mark.
        ref: A part of the reference; empty for any.
        older_than: Only those that have run for more minutes than this; 0 for all.
        page: Which page, from 1.
    """

    provider: str
    account: str | None = None
    ref: str = ""
    older_than: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAnswer:
    """What to show.

    Attributes:
        embed: The answer.
        question: What it answers, as it can be asked again: the account as its mark, the page as shown.
        pages: How many pages there are.
        menu: The jobs on the page, by their marks.
        private: Whether only the asker should see it, since it is about the question and not about jobs.
        vain: Whether no reference holds what was asked for: news in an answer that is asked for again, a mistake in
            one that is not.
    """

    embed: discord.Embed
    question: JobQuestion
    pages: int = 1
    menu: Mapping[str, MenuLine]
    private: bool = False
    vain: bool = False


class JobAnswers:
    """Answers questions about jobs from the newest looks.

    Attributes:
        subjects: What can be asked about.

    Args:
        watchers: Who looks, by provider.
        words: How each provider is spoken of.
        names: How accounts are named.
        stuck: Tells of a provider's job whether it has run for longer than it should have by a moment.
        now: The clock.
    """

    def __init__(
        self,
        watchers: Mapping[str, ProviderPoller],
        words: Mapping[str, ProviderWords],
        names: AccountNames,
        *,
        stuck: Callable[[str, Job, datetime], bool],
        now: Callable[[], datetime],
    ) -> None:
        self.subjects = AccountLookup(watchers, words, names)
        self._watchers = watchers
        self._words = words
        self._names = names
        self._stuck = stuck
        self._now = now

    async def answer(self, question: JobQuestion) -> JobAnswer:
        """List jobs, asking the provider where the newest look is too old."""
        try:
            provider = self._provider(question)
            sight = await self._watchers[provider].fresh_state()
            sieve = self._sieve(question)
        except BadInput as sentence:
            embed = error_embed(str(sentence), names=self._names)
            return JobAnswer(embed=embed, question=question, menu={}, private=True)
        if sight.snapshot is None:
            return JobAnswer(embed=self._unknown(provider, sight), question=question, menu={}, private=True)
        scene = self._scene(provider, sight, sight.snapshot)
        shown = job_list(scene, sieve, question.page)
        account = None if sieve.account is None else account_mark(sieve.account)
        return JobAnswer(
            embed=shown.embed,
            question=replace(question, account=account, ref=sieve.ref, page=shown.number),
            pages=shown.pages,
            menu={job_mark(job): menu_line(job, scene) for job in shown.jobs},
            vain=not shown.jobs and self._is_vain(sieve, sight.snapshot),
        )

    async def show(self, provider: str, job: str) -> discord.Embed:
        """Show one job in full, or say that it is gone; for nobody but who asks.

        Args:
            provider: The provider.
            job: The job's mark.
        """
        try:
            sight = await self._watchers[self.subjects.provider(provider)].fresh_state()
        except BadInput as sentence:
            return error_embed(str(sentence), names=self._names)
        if sight.snapshot is None:
            return self._unknown(provider, sight)
        found = next((one for one in sight.snapshot.jobs if job_mark(one) == job), None)
        return error_embed(ENDED) if found is None else job_card(found, self._scene(provider, sight, sight.snapshot))

    def is_certain(self, question: JobQuestion) -> bool:
        """Tell whether a question can be told from a mistaken one before the provider was asked."""
        try:
            snapshot = self._watchers[self._provider(question)].latest.snapshot
            sieve = self._sieve(question)
        except BadInput:
            return False
        return not sieve.ref or (snapshot is not None and not self._is_vain(sieve, snapshot))

    def _provider(self, question: JobQuestion) -> str:
        """Give the provider's name; raises ``BadInput`` where anything but the account can't be asked for."""
        if not 0 <= question.older_than <= OLDEST:
            raise BadInput(f"older_than is a number of minutes, from 0 to {amount(OLDEST)}, which is a week.")
        if len(self._ref(question)) > REF_LENGTH:
            raise BadInput(f"A part of a reference has at most {REF_LENGTH} characters here; give fewer of them.")
        return self.subjects.provider(question.provider)

    def _sieve(self, question: JobQuestion) -> Sieve:
        """Word the question as jobs can be asked; raises ``BadInput`` where there is no such account."""
        asked = question.account
        account = None if asked is None else self.subjects.account(question.provider, asked)
        return Sieve(account=account, ref=self._ref(question), older_than=question.older_than)

    def _ref(self, question: JobQuestion) -> str:
        return searchable(question.ref, self._names)

    def _is_vain(self, sieve: Sieve, snapshot: Snapshot) -> bool:
        return bool(sieve.ref) and not Sieve(ref=sieve.ref).pick(snapshot.jobs, self._names, snapshot.at)

    def _scene(self, provider: str, sight: LatestState, snapshot: Snapshot) -> Scene:
        at = self._now() if sight.trouble is None else snapshot.at
        running = (job.account for job in snapshot.jobs if job.account is not None)
        return Scene(
            words=self._words[provider],
            snapshot=snapshot,
            naming=self._names.among(provider, (*(one.name for one in snapshot.accounts), *running)),
            at=at,
            is_stuck=lambda job: self._stuck(provider, job, at),
            trouble=sight.trouble,
        )

    def _unknown(self, provider: str, sight: LatestState) -> discord.Embed:
        """Say that nothing is known, and why."""
        words = self._words[provider]
        return capacity_embed(words, None, now=self._now(), names=self._names, trouble=sight.trouble).embed
