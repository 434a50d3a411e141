"""``/capacity``: answers from the newest looks; its buttons refresh the answer and turn its pages."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.account_to_use import open_accounts
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import LatestState
from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.account_options import AccountOptions, find_owner, with_owner
from bot.chat.capacity.overview import ProviderState, overview_card
from bot.chat.capacity.wording import Page, Queue, capacity_page
from bot.chat.command_options import option
from bot.chat.feature import Action, Caller, Command, Feature, page_buttons, read_number
from bot.chat.message import Button, Message
from bot.chat.wording.durations import Frees, next_slot, no_forecast
from bot.errors import BadInput, StorageUnavailable
from bot.platforms import CommandName, Sentence

OFFERED = 4
"""Maximum number of buttons below an overview to wait for a full provider: a row holds five, one of them *Refresh*."""

Waiting = Callable[[str, str | None], Awaitable[int]]
"""Returns how many people are waiting for a slot of a provider or account; raises ``StorageUnavailable``."""


async def _nobody_waits(_: str, __: str | None) -> int:
    """Return that nobody waits."""
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityOptions:
    """The options; ``account`` may be its name, its alias, the name it is shown by, or its mark."""

    provider: str | None = option("The provider; leave it out for all of them", default=None)
    account: str | None = option("Only this account", default=None)
    private: bool = option("Show the answer to you only", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    provider: str
    account: str | None = None
    page: int = 1


class CapacityHandler:
    """Answers ``/capacity`` from the newest looks, asking the provider if the newest is too old.

    Args:
        lookup: Finds providers and accounts by what people type.
        frees: Forecasts when a slot frees.
        waiting: Counts the people who wait for one.
        now: The clock.
    """

    def __init__(
        self,
        lookup: AccountLookup,
        *,
        frees: Frees = no_forecast,
        waiting: Waiting = _nobody_waits,
        now: Callable[[], datetime],
    ) -> None:
        self._lookup = lookup
        self._frees = frees
        self._waiting = waiting
        self._now = now
        self._newest: tuple[tuple[object, ...], Message] | None = None

    def feature(self) -> Feature:
        """Return the command and its buttons."""
        accounts = AccountOptions(self._lookup)
        command = Command(
            name="capacity",
            description="Free slots and running jobs, right now",
            options=CapacityOptions,
            run=self.run,
            suggest=accounts.suggest(),
            recognises=accounts.recognises,
            examples=accounts.examples,
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
        return replace(message, private=True) if asked.private else message  # else unchanged, to be drawn once

    async def press(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Answer a button with a provider, an account's mark and a page; the first two may be empty."""
        provider, account, page = arguments
        return await self.answer(provider or None, account or None, read_number(page))

    async def answer(self, provider: str | None, account: str | None = None, page: int = 1) -> Message:
        """Return what is free at a provider or at all of them; raises ``BadInput``."""
        question = self._question(provider, account, page)
        if question is None:
            return await self._overview()
        return await self._capacity(question, await self._lookup.pollers[question.provider].fresh_state())

    def is_public(self, asked: CapacityOptions) -> bool:
        """Return whether the options are known to be valid before the provider is asked."""
        if asked.private:
            return False
        try:
            question = self._question(asked.provider, asked.account, 1)
            if question is None:
                return True
            self._lookup.require_set_up(question.provider)
            if question.account is not None:
                self._lookup.account(question.provider, question.account)
        except BadInput:
            return False
        return True

    async def _overview(self) -> Message:
        pollers = dict(self._lookup.pollers)  # others may come and go meanwhile
        latest = await asyncio.gather(*(poller.fresh_state() for poller in pollers.values()))
        if len(pollers) == 1 and latest[0].set_up:
            return await self._capacity(_Question(provider=next(iter(pollers))), latest[0])
        states = [
            ProviderState(
                words=self._lookup.words[name], latest=one, next_slot=self._next_slot(one), offers=self._offers_of(one)
            )
            for name, one in zip(pollers, latest, strict=True)
        ]
        full = [one.words.name for one in states if _is_full(one.latest, None, one.offers)]
        return Message(
            cards=(overview_card(states, names=self._lookup.account_names, why_none=self._lookup.why_none()),),
            actions=(
                *(_notify_me(name, label=f"Notify me: {self._lookup.words[name].title}") for name in full[:OFFERED]),
                Button(label="Refresh", action="capacity:refresh", arguments=("", "", "1")),
            ),
        )

    async def _capacity(self, question: _Question, latest: LatestState) -> Message:
        self._lookup.require_set_up(question.provider)
        account = None if question.account is None else self._lookup.account(question.provider, question.account)
        now, offers = self._now().replace(microsecond=0), self._offers_of(latest)
        asked = (question, latest, offers, now, dict(self._lookup.account_names.labels))
        if self._newest is not None and self._newest[0] == asked:
            return self._newest[1]  # many people ask the same at once
        full = _is_full(latest, account, offers)
        snapshot = latest.snapshot
        page = capacity_page(
            self._lookup.words[question.provider],
            latest,
            now=now,
            names=self._lookup.account_names,
            account=account,
            page=question.page,
            frees=lambda of: None if snapshot is None else self._frees(snapshot, of or account),
            queue=Queue(waiting=await self._people_waiting(question.provider, account) if full else 0, offers=offers),
        )
        message = Message(
            cards=(page.card,),
            actions=()
            if snapshot is None
            else _buttons(question.provider, self._lookup.mark(account), page, full=full),
            private=snapshot is None,
        )
        self._newest = asked, message
        return message

    def _next_slot(self, latest: LatestState) -> str:
        if latest.snapshot is None or (forecast := self._frees(latest.snapshot, None)) is None:
            return ""
        return next_slot(forecast, self._now() - latest.snapshot.at)

    def _offers_of(self, latest: LatestState) -> OpenOffers:
        return NO_OFFERS if latest.snapshot is None else self._lookup.offers(latest.snapshot)

    async def _people_waiting(self, provider: str, account: str | None) -> int:
        """Return how many people are waiting; 0 while the database doesn't answer."""
        try:
            return await self._waiting(provider, account)
        except StorageUnavailable:
            return 0

    def _question(self, provider: str | None, account: str | None, page: int) -> _Question | None:
        """Return the question that was asked, None for all providers; raises ``BadInput``."""
        if provider is None or self._lookup.name_of(provider) == ALL:
            if not account:
                return None
            provider, account = find_owner(self._lookup, account)
        provider, account = with_owner(self._lookup, provider, account)
        known = self._lookup.provider(provider, otherwise=self._examples)
        return _Question(provider=known, account=account or None, page=page)

    def _examples(self) -> Sentence:
        """Return examples of what can be typed: a line without a command was taken for a provider's name."""
        name = next((one.name for one in self._lookup.providers), "")
        return (
            " Try ",
            CommandName("capacity", name),
            ", ",
            CommandName("notify me", name),
            ", or ",
            CommandName("help"),
            ".",
        )


def _buttons(provider: str, marked: str, page: Page, *, full: bool) -> tuple[Button, ...]:
    waits = (_notify_me(provider, marked),) if full else ()
    return (*page_buttons("capacity", (provider, marked), page.number, page.pages), *waits)


def _notify_me(provider: str, marked: str = "", *, label: str = "Notify me") -> Button:
    return Button(label=label, action="notify:ask", arguments=(provider, marked))


def _is_full(latest: LatestState, account: str | None, offers: OpenOffers) -> bool:
    """Return whether an account, or the provider, has no slot for whoever comes, and that is certain."""
    snapshot = latest.snapshot
    if latest.trouble is not None or snapshot is None:
        return False
    left = open_accounts(snapshot, offers)
    offered = offers if account is None else offers.of(account)
    all_offered = bool(offered.slots) and not any(account in {None, one.account.name} for one in left)
    return all_offered or snapshot.is_full(account)
