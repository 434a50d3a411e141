"""``/capacity``: from the newest look to a message, and the buttons that ask again."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.latest_state import LatestState
from bot.accounts.snapshot import Snapshot
from bot.chat.account_lookup import AccountLookup, account_mark
from bot.chat.account_options import provider_choices, suggest_accounts
from bot.chat.capacity.overview import ProviderState, overview_card
from bot.chat.capacity.wording import Page, capacity_page
from bot.chat.feature import Action, Caller, Command, Feature, option
from bot.chat.message import Button, Message
from bot.chat.paging import page_buttons
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.errors import BadInput
from bot.history.slot_forecast import SlotForecast
from bot.polling.poller import ProviderPoller

Frees = Callable[[Snapshot, str | None], SlotForecast | None]


def _nobody_knows(_: Snapshot, __: str | None) -> None:
    """Forecast nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityOptions:
    """What was asked; ``account`` may be its name, its alias, what it is shown as, or its mark."""

    provider: str | None = option("The provider; leave it out for all of them", default=None)
    account: str | None = option("Only this account", default=None)
    private: bool = option("Show the answer to you only", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    provider: str
    account: str | None = None
    page: int = 1


class CapacityHandler:
    """Answers from the newest looks, asking the provider where the newest is too old.

    Args:
        pollers: Who asks each provider, by its name.
        words: What each provider is called.
        names: How accounts are named.
        lookup: Finds what people mean.
        frees: Returns when an account, or a provider, usually has a slot again, counted from a look.
        now: The clock.
    """

    def __init__(
        self,
        pollers: Mapping[str, ProviderPoller],
        words: Mapping[str, ProviderWords],
        names: AccountNames,
        lookup: AccountLookup,
        *,
        frees: Frees = _nobody_knows,
        now: Callable[[], datetime],
    ) -> None:
        self._pollers = pollers
        self._words = words
        self._names = names
        self._lookup = lookup
        self._frees = frees
        self._now = now
        self._newest: tuple[_Question, LatestState, datetime, Message] | None = None

    def feature(self) -> Feature:
        """Return the command and its buttons."""
        command = Command(
            name="capacity",
            description="What is running, and what is free",
            options=CapacityOptions,
            run=self.run,
            choices={"provider": provider_choices(self._lookup)},
            suggest={"account": suggest_accounts(self._lookup)},
            is_public=self.is_public,
        )
        return Feature(
            name="capacity",
            commands=(command,),
            actions=tuple(
                Action(name=f"capacity:{verb}", run=self.press, arguments=3, in_place=True)
                for verb in ("refresh", "page")
            ),
        )

    async def run(self, _: Caller, asked: CapacityOptions) -> Message:
        """Answer the command."""
        message = await self.answer(asked.provider, asked.account)
        return replace(message, private=message.private or asked.private)

    async def press(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Answer a button: provider, account's mark and page, the first two perhaps empty."""
        provider, account, page = arguments
        return await self.answer(provider or None, account or None, int(page))

    async def answer(self, provider: str | None, account: str | None = None, page: int = 1) -> Message:
        """Word what is free at a provider, or at all of them; raises ``BadInput``."""
        if provider is None and account is None:
            return await self._overview()
        return await self._capacity(self._question(provider, account, page))

    def is_public(self, asked: CapacityOptions) -> bool:
        """Return whether this can be told from a bad question before the provider is asked."""
        if asked.private:
            return False
        if asked.provider is None and asked.account is None:
            return True
        try:
            question = self._question(asked.provider, asked.account, 1)
            if question.account is not None:
                self._lookup.account(question.provider, question.account)
        except BadInput:
            return False
        return True

    async def _overview(self) -> Message:
        latest = await asyncio.gather(*(poller.fresh_state() for poller in self._pollers.values()))
        states = [
            ProviderState(words=self._words[name], latest=one) for name, one in zip(self._pollers, latest, strict=True)
        ]
        return Message(
            cards=(overview_card(states, names=self._names),),
            actions=(Button(label="Refresh", action="capacity:refresh", arguments=("", "", "1")),),
        )

    async def _capacity(self, question: _Question) -> Message:
        latest = await self._pollers[question.provider].fresh_state()
        account = None if question.account is None else self._lookup.account(question.provider, question.account)
        now = self._now().replace(microsecond=0)
        if self._newest is not None and self._newest[:3] == (question, latest, now):
            return self._newest[3]  # many ask the same at once
        page = capacity_page(
            self._words[question.provider],
            latest.snapshot,
            now=now,
            names=self._names,
            account=account,
            page=question.page,
            trouble=latest.trouble,
            frees=None if latest.snapshot is None else self._frees(latest.snapshot, account),
        )
        message = Message(
            cards=(page.card,),
            actions=() if latest.snapshot is None else _buttons(question.provider, account, page, latest),
            private=latest.snapshot is None,
        )
        self._newest = (question, latest, now, message)
        return message

    def _question(self, provider: str | None, account: str | None, page: int) -> _Question:
        """Find the provider that is meant; that of an account may stand before it, as "minimax/studio-a"."""
        if provider is None and account is not None:
            provider, _, account = account.partition("/")
            if provider not in self._pollers:
                raise BadInput(f"Which provider is that account of? There are: {', '.join(self._pollers)}.")
        return _Question(provider=self._lookup.provider(provider or ""), account=account or None, page=page)


def _buttons(provider: str, account: str | None, page: Page, latest: LatestState) -> tuple[Button, ...]:
    marked = "" if account is None else account_mark(account)
    full = latest.trouble is None and latest.snapshot is not None and latest.snapshot.is_full(account)
    wait = (Button(label="Tell me when free", action="notify:ask", arguments=(provider, marked)),) if full else ()
    return (*page_buttons("capacity", (provider, marked), page.number, page.pages), *wait)
