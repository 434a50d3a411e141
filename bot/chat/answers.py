"""The answer to "is there a free slot?", on every platform: from the newest look to an embed.

Not here: how the question arrives and how the answer is sent (``chat.discord``, ``chat.terminal``).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.accounts.latest_state import LatestState
from bot.accounts.snapshot import Snapshot
from bot.chat.account_lookup import AccountLookup, account_mark
from bot.chat.embeds.capacity import capacity_embed
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.overview import Entry, overview_embed
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput
from bot.history.slot_forecast import SlotForecast
from bot.polling.poller import ProviderPoller

Frees = Callable[[Snapshot, str | None], SlotForecast | None]


def _nobody_knows(_: Snapshot, __: str | None) -> None:
    """Foretell nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked.

    Attributes:
        provider: The provider; None for all of them.
        account: Only this account: its name, its alias, what it is shown as, or its mark.
        page: Which page of jobs, from 1.
    """

    provider: str | None = None
    account: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to show.

    Attributes:
        embed: The answer.
        question: What it answers, as it can be asked again: the account as its mark, the page as shown.
        pages: How many pages of jobs there are.
        private: Whether only the asker should see it, since it is about the question and not about capacity.
        full: Whether it shows no free slot, and that for certain.
    """

    embed: discord.Embed
    question: Question
    pages: int = 1
    private: bool = False
    full: bool = False


class Answers:
    """Answers questions from the newest looks.

    Attributes:
        subjects: What can be asked about.

    Args:
        watchers: Who looks, by provider.
        words: How each provider is spoken of.
        names: How accounts are named.
        frees: Tells when an account, or a provider, usually has a slot again, from the moment of a look on.
        now: The clock.
    """

    def __init__(
        self,
        watchers: Mapping[str, ProviderPoller],
        words: Mapping[str, ProviderWords],
        names: AccountNames,
        *,
        frees: Frees = _nobody_knows,
        now: Callable[[], datetime],
    ) -> None:
        self.subjects = AccountLookup(watchers, words, names)
        self._watchers = watchers
        self._words = words
        self._names = names
        self._frees = frees
        self._now = now
        self._newest: tuple[Question, LatestState, datetime, Answer] | None = None

    async def answer(self, question: Question) -> Answer:
        """Answer a question, asking the provider where the newest look is too old."""
        try:
            if question.provider is None and question.account is None:
                return await self._overview()
            return await self._capacity(question)
        except BadInput as sentence:
            embed = error_embed(str(sentence), names=self._names)
            return Answer(embed=embed, question=question, private=True)

    def is_certain(self, question: Question) -> bool:
        """Tell whether a question can be told from a bad one before the provider was asked."""
        if question.provider is None and question.account is None:
            return True
        try:
            provider, asked = self._asked(question)
            if asked is not None:
                self.subjects.account(provider, asked)
        except BadInput:
            return False
        return True

    async def _overview(self) -> Answer:
        sights = await asyncio.gather(*(watcher.fresh_state() for watcher in self._watchers.values()))
        entries = [
            Entry(words=self._words[name], snapshot=sight.snapshot, trouble=sight.trouble)
            for name, sight in zip(self._watchers, sights, strict=True)
        ]
        return Answer(embed=overview_embed(entries, names=self._names), question=Question())

    async def _capacity(self, question: Question) -> Answer:
        provider, asked = self._asked(question)
        sight = await self._watchers[provider].fresh_state()
        account = None if asked is None else self.subjects.account(provider, asked)
        now = self._now().replace(microsecond=0)
        if self._newest is not None and self._newest[:3] == (question, sight, now):
            return self._newest[3]  # many ask the same at once
        page = capacity_embed(
            self._words[provider],
            sight.snapshot,
            now=now,
            names=self._names,
            account=account,
            page=question.page,
            trouble=sight.trouble,
            frees=None if sight.snapshot is None else self._frees(sight.snapshot, account),
        )
        again = Question(
            provider=provider, account=None if account is None else account_mark(account), page=page.number
        )
        answer = Answer(
            embed=page.embed,
            question=again,
            pages=page.pages,
            private=sight.snapshot is None,
            full=sight.trouble is None and sight.snapshot is not None and sight.snapshot.is_full(account),
        )
        self._newest = (question, sight, now, answer)
        return answer

    def _asked(self, question: Question) -> tuple[str, str | None]:
        """Find the provider that a question is about, and the account it asks for."""
        name, account = question.provider, question.account
        if name is None and account is not None:
            name, _, account = account.partition("/")
            if name not in self._watchers:
                raise BadInput(f"Which provider is that account of? There are: {', '.join(self._watchers)}.")
        return self.subjects.provider(name or ""), account or None
