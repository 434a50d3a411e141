"""``/help``: the commands that the caller may use; with examples of this server's accounts where they are typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.chat.account_lookup import AccountLookup
from bot.chat.command_options import NoOptions, options_of
from bot.chat.feature import Caller, Command, Feature
from bot.chat.message import Card, Entry, Listing, Message
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Code, Line
from bot.chat.wording.text import ELLIPSIS
from bot.platforms import CommandName, Platform, PlatformWord, platform_of


class HelpHandler:
    """Answers ``/help``.

    Args:
        features: Every other feature, in the order shown.
        lookup: Knows providers and accounts, for examples.
    """

    def __init__(self, features: Sequence[Feature], lookup: AccountLookup) -> None:
        self._features = features
        self._lookup = lookup

    def feature(self) -> Feature:
        """Return the command."""
        command = Command(
            name="help", description="What you can do here", options=NoOptions, run=self.run, private=True
        )
        return Feature(name="help", commands=(command,))

    async def run(self, caller: Caller, _: NoOptions) -> Message:
        """Answer the command; members who may manage the server see the commands for managers as well."""
        typed = platform_of(caller.guild) is Platform.SLACK
        cards = [self._card("What you can do here", for_managers=False, typed=typed)]
        if caller.may_manage:
            cards.append(self._card("For managers", for_managers=True, typed=typed))
        return Message(cards=tuple(cards), private=True)

    def _card(self, title: str, *, for_managers: bool, typed: bool) -> Card:
        commands = [
            one
            for feature in self._features
            for one in feature.commands
            if (feature.for_managers or one.for_managers) is for_managers
        ]
        entries = [Entry(tuple(self._lines(one, typed=typed))) for one in commands]
        features = [one for one in self._features if one.for_managers is for_managers]
        menus = [Entry(_menu_line(one.name)) for feature in features for one in feature.message_commands]
        return Card(title=title, body=(Listing(entries=(*entries, *menus)),), level=Level.FREE)

    def _lines(self, command: Command[Any], *, typed: bool) -> Iterable[Line]:
        """Yield what a command does; where it is typed, and no client suggests its options, an example as well."""
        yield CommandName(command.name), f" · {command.description}"
        if typed and (values := self._example(command)):
            yield "e.g. ", CommandName(command.name, " ".join(values))

    def _example(self, command: Command[Any]) -> Sequence[str]:
        """Return example values of a command's options; empty if it has none."""
        values = dict(command.examples())
        provider = values.get("provider")
        names = {one.name for one in options_of(command.options)}
        if provider is not None and "account" in names:
            # What is masked, no keyboard has a key for.
            shown = self._lookup.names(provider).values()
            account = next((one for one in shown if ELLIPSIS not in one), None)
            values |= {} if account is None else {"account": account}
        return tuple(values.values())


def _menu_line(name: str) -> tuple[Line, ...]:
    return ((Code(name), " · in the menu of a message: ", PlatformWord.MESSAGE_MENU),)
