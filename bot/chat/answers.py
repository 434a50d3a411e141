"""The answer to "is there a free slot?", on every platform: from the newest look to an embed.

Not here: how the question arrives and how the answer is sent (``chat.discord``, ``chat.terminal``).
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.chat.embeds.capacity import capacity_embed
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.overview import Entry, overview_embed
from bot.chat.embeds.words import ProviderWords
from bot.chat.names import AccountNames, Naming
from bot.errors import BadQuestion
from bot.watcher import ProviderWatcher

NAMED = 20
"""So many valid accounts are named to someone who asked for one that does not exist."""

MARK_LENGTH = 8


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
    """

    embed: discord.Embed
    question: Question
    pages: int = 1
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An account that could be asked for: how it reads, and what stands for it in a question."""

    title: str
    value: str


class Answers:
    """Answers questions from the newest looks.

    Args:
        watchers: Who looks, by provider.
        words: How each provider is spoken of.
        names: How accounts are named.
        now: The clock.
    """

    def __init__(
        self,
        watchers: Mapping[str, ProviderWatcher],
        words: Mapping[str, ProviderWords],
        names: AccountNames,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._watchers = watchers
        self._words = words
        self._names = names
        self._now = now

    @property
    def providers(self) -> tuple[ProviderWords, ...]:
        """List the providers that can be asked about."""
        return tuple(self._words[name] for name in self._watchers)

    async def answer(self, question: Question) -> Answer:
        """Answer a question, asking the provider where the newest look is too old."""
        try:
            if question.provider is None and question.account is None:
                return await self._overview()
            return await self._capacity(question)
        except BadQuestion as sentence:
            embed = error_embed(str(sentence), names=self._names)
            return Answer(embed=embed, question=question, private=True)

    def is_certain(self, question: Question) -> bool:
        """Tell whether a question can be told from a bad one before the provider was asked."""
        try:
            self._resolved(question)
        except BadQuestion:
            return False
        return True

    def suggestions(self, provider: str | None, typed: str) -> tuple[Suggestion, ...]:
        """Suggest accounts that hold what was typed; of all providers where none was chosen."""
        chosen = self._watchers if provider is None else {provider} & self._watchers.keys()
        found = []
        for name in chosen:
            watcher = self._watchers[name]
            naming = self._naming(watcher)
            for account in watcher.accounts():
                shown = naming.raw(account)
                title = shown if provider is not None else f"{self._words[name].title} · {shown}"
                value = shown if provider is not None else f"{name}/{shown}"
                found.append(Suggestion(title=title[:100], value=value[:100]))
        return tuple(one for one in found if typed.casefold() in one.title.casefold())

    async def _overview(self) -> Answer:
        sights = await asyncio.gather(*(watcher.fresh() for watcher in self._watchers.values()))
        entries = [
            Entry(words=self._words[name], snapshot=sight.snapshot, trouble=sight.trouble)
            for name, sight in zip(self._watchers, sights, strict=True)
        ]
        return Answer(embed=overview_embed(entries, names=self._names), question=Question())

    async def _capacity(self, question: Question) -> Answer:
        watcher, asked = self._provider(question)
        sight = await watcher.fresh()
        account = None if asked is None else self._account(watcher, asked)
        page = capacity_embed(
            self._words[watcher.provider],
            sight.snapshot,
            now=self._now(),
            names=self._names,
            account=account,
            page=question.page,
            trouble=sight.trouble,
        )
        again = Question(
            provider=watcher.provider, account=None if account is None else mark(account), page=page.number
        )
        return Answer(embed=page.embed, question=again, pages=page.pages, private=sight.snapshot is None)

    def _resolved(self, question: Question) -> None:
        if question.provider is not None or question.account is not None:
            watcher, asked = self._provider(question)
            if asked is not None:
                self._account(watcher, asked)

    def _provider(self, question: Question) -> tuple[ProviderWatcher, str | None]:
        """Find the provider that a question is about, and the account it asks for."""
        name, account = question.provider, question.account
        if name is None and account is not None:
            name, _, account = account.partition("/")
        if name is not None and name in self._watchers:
            return self._watchers[name], account or None
        there_are = ", ".join(self._watchers)
        if question.provider is None:
            raise BadQuestion(f"Which provider is that account of? There are: {there_are}.")
        raise BadQuestion(f"There is no provider {name} here. There are: {there_are}.")

    def _account(self, watcher: ProviderWatcher, asked: str) -> str:
        accounts = watcher.accounts()
        naming = self._naming(watcher)
        for account in accounts:
            if asked in {account, mark(account)} or asked.casefold() == naming.raw(account).casefold():
                return account
        title = self._words[watcher.provider].title
        if not accounts:
            raise BadQuestion(f"No account of {title} is known yet.")
        known = ", ".join(naming.raw(account) for account in accounts[:NAMED])
        more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
        raise BadQuestion(f"{title} has no account {asked}. There are: {known}{more}.")

    def _naming(self, watcher: ProviderWatcher) -> Naming:
        return self._names.among(watcher.provider, watcher.accounts())


def mark(account: str) -> str:
    """Stand for an account where its name may not be seen or does not fit, such as in a button."""
    return hashlib.sha256(account.encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]
