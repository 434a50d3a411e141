"""``/account rename``: gives an account a name that people know, or takes it back.

Like ``/watch``, it is offered to members with *Manage Server*.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.accounts.account_labels import AccountLabel, AccountLabels
from bot.chat.account.label_rules import LONGEST, check_typed, read_label
from bot.chat.account_lookup import AccountLookup
from bot.chat.account_options import AccountOptions
from bot.chat.command_options import option
from bot.chat.feature import Action, Caller, Command, Feature, FormDescription
from bot.chat.message import Button, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.text_cleaning import clean
from bot.errors import BadInput
from bot.platforms import CommandName

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameOptions:
    """The options of ``/account rename``."""

    provider: str = option("The account's provider")
    account: str = option("The account")
    name: str | None = option("What people call it; leave it out to take its name back", default=None, longest=LONGEST)


class AccountHandler:
    """Answers ``/account``.

    Args:
        labels: The names that people gave to accounts.
        lookup: Finds providers and accounts by what people type.
        renamed: Called after an account's name has changed.
    """

    def __init__(self, labels: AccountLabels, lookup: AccountLookup, *, renamed: Callable[[], None]) -> None:
        self._labels = labels
        self._lookup = lookup
        self._renamed = renamed
        self._one_at_a_time = asyncio.Lock()  # a name that was free must still be free when it is stored

    def feature(self) -> Feature:
        """Return the command, and the button that undoes it."""
        accounts = AccountOptions(self._lookup)
        rename = Command(
            name="account rename",
            description="Give an account a name people know",
            options=RenameOptions,
            run=self.rename,
            form=FormDescription(title="Rename an account", deed="Rename"),
            suggest=accounts.suggest(),
            recognises=accounts.recognises,
            implied=accounts.implied,
            examples=accounts.examples,
            private=True,
        )
        return Feature(
            name="account",
            description="The names of accounts",
            commands=(rename,),
            actions=(Action(name="account:undo", run=self.undo, arguments=4),),
            for_managers=True,
        )

    async def rename(self, caller: Caller, asked: RenameOptions) -> Message:
        """Give an account a name, or take its name back; raises ``BadInput`` and ``StorageUnavailable``."""
        provider = self._lookup.provider(asked.provider)
        account = self._lookup.account(provider, asked.account)
        async with self._one_at_a_time:
            before, former = self._labels.stored(provider, account), self._shown(provider, account)
            if asked.name is None and before is None:
                raise BadInput(f"{former} has no other name to go back to. Type a name to give it one.", option="name")
            if asked.name is not None:
                check_typed(clean(asked.name, LONGEST), self._lookup.is_provider)
            now = await self._name(caller, provider, account, asked.name)
        marks = self._lookup.mark(account), self._stored_mark(provider, account)
        undo = Button(label="Undo", action="account:undo", arguments=(provider, *marks, before or ""))
        back: Line = (CommandName("account rename"), " without a name takes it back.")
        return self._message(provider, former, now, back if asked.name is not None else (), undo)

    async def undo(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Give an account, by its mark, its former name, unless it was renamed since; raises as ``rename`` does."""
        provider = self._lookup.provider(arguments[0])
        account = self._lookup.account(provider, arguments[1])
        async with self._one_at_a_time:
            former = self._shown(provider, account)
            _, _, given, before = arguments
            if before == (self._labels.stored(provider, account) or ""):
                raise BadInput(f"It is called {former} already.")
            if given != self._stored_mark(provider, account):
                raise BadInput(
                    f"It was renamed since, and is called {former} now. ",
                    *(CommandName("account rename"), " gives it another name."),
                )
            now = await self._name(caller, provider, account, before or None)
        return self._message(provider, former, now, ())

    async def _name(self, caller: Caller, provider: str, account: str, name: str | None) -> str:
        """Store or remove a name, and return the name that is shown from then on."""
        if name is None:
            await self._labels.remove(provider, account)
        else:
            label = read_label(name, self._taken(provider, account), self._lookup.title(provider))
            await self._labels.set(AccountLabel(provider=provider, account=account, label=label))
        self._renamed()
        now = self._shown(provider, account)
        log.info("Member %d named an account of %s: %s.", caller.member, provider, now)
        return now

    def _taken(self, provider: str, but: str) -> frozenset[str]:
        """Return all names of the provider's other accounts, people's and the provider's own."""
        shown = self._lookup.names(provider)
        labelled = self._labels.of_provider(provider)
        return frozenset(
            name
            for names in (shown, labelled, {one: one for one in shown})
            for account, name in names.items()
            if account != but
        )

    def _stored_mark(self, provider: str, account: str) -> str:
        """Return the mark of the name that people gave to an account; empty if they gave none."""
        return self._lookup.mark(self._labels.stored(provider, account))

    def _shown(self, provider: str, account: str) -> str:
        return self._lookup.names(provider).get(account, "")

    def _message(self, provider: str, former: str, now: str, more: Line, *undo: Button) -> Message:
        title = self._lookup.title(provider)
        said: Line = (f"{title}: ", Strong(former), " is called ", Strong(now), " from now on, wherever it is named.")
        return private_card("", paragraph(said, more), Level.FREE, *undo)
