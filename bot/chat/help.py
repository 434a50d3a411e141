"""``/help``: the commands that the caller may use, with examples from this guild's accounts if commands are typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.account_lookup import AccountLookup
from bot.chat.command_options import Choice, matching_choices, option, options_of, plain_choices
from bot.chat.feature import Caller, Command, Feature
from bot.chat.message import Card, Entry, Listing, Message, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Code, Line, Strong
from bot.chat.typed.spelling import spellings
from bot.chat.wording.text_cleaning import ELLIPSIS
from bot.platforms import CommandName, Platform, PlatformWord, platform_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpOptions:
    """The options of ``/help``."""

    command: str | None = option("Only this command, such as watch add", default=None)


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
            name="help",
            description="What you can do here",
            options=HelpOptions,
            run=self.run,
            suggest={"command": self.suggest},
            recognises={"command": self._is_known},
            private=True,
        )
        return Feature(name="help", commands=(command,))

    async def run(self, caller: Caller, asked: HelpOptions) -> Message:
        """Answer the command; members who may manage the server see the commands for managers as well.

        If they may use no command of that name, all commands that they may use are shown.
        """
        typed = platform_of(caller.guild) is Platform.SLACK
        if found := [one for one in self._commands(caller) if _is_meant(one, asked.command)]:
            listed = [Entry(tuple(self._lines(one, typed=typed, options=len(found) == 1))) for one in found]
            title = "What you can do here"
            return private_card(title, Listing(entries=tuple(listed)))
        cards = [self._card("What you can do here", for_managers=False, typed=typed)]
        if caller.may_manage:
            cards.append(self._card("For managers", for_managers=True, typed=typed))
        return Message(cards=tuple(cards), private=True)

    async def suggest(self, caller: Caller, typed: str, _: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest the commands that a member may use."""
        return matching_choices(plain_choices(one.name for one in self._commands(caller)), typed)

    def _is_known(self, typed: str) -> bool:
        return any(_is_meant(one, typed) for feature in self._features for one in feature.commands)

    def _commands(self, caller: Caller) -> Sequence[Command[Any]]:
        """Return the commands that a member may use."""
        kinds = (False, True) if caller.may_manage else (False,)
        return [one for for_managers in kinds for one in self._commands_for(for_managers=for_managers)]

    def _commands_for(self, *, for_managers: bool) -> Iterable[Command[Any]]:
        return (
            one
            for feature in self._features
            for one in feature.commands
            if (feature.for_managers or one.for_managers) is for_managers
        )

    def _card(self, title: str, *, for_managers: bool, typed: bool) -> Card:
        commands = self._commands_for(for_managers=for_managers)
        entries = [Entry(tuple(self._lines(one, typed=typed))) for one in commands]
        features = [one for one in self._features if one.for_managers is for_managers]
        menus = [Entry(_menu_line(one.name)) for feature in features for one in feature.message_commands]
        return Card(title=title, body=(Listing(entries=(*entries, *menus)),), level=Level.FREE)

    def _lines(self, command: Command[Any], *, typed: bool, options: bool = False) -> Iterable[Line]:
        """Yield what a command does, and its ``options``.

        Also yield an example if commands are typed, so that no client suggests options.
        """
        yield CommandName(command.name), f" · {command.description}"
        if typed and (values := self._example(command)):
            yield "e.g. ", CommandName(command.name, " ".join(values))
        for one in options_of(command.options) if options else ():
            yield Strong(one.name), f" · {one.description}"

    def _example(self, command: Command[Any]) -> Sequence[str]:
        """Return example values of a command's options; empty if it has none."""
        values = dict(command.examples())
        provider = values.get("provider")
        names = {one.name for one in options_of(command.options)}
        if provider is not None and "account" in names:
            # Masked names hold an ellipsis, for which keyboards have no key.
            shown = self._lookup.names(provider).values()
            account = next((one for one in shown if ELLIPSIS not in one), None)
            values |= {} if account is None else {"account": account}
        return tuple(values.values())


def _is_meant(command: Command[Any], asked: str | None) -> bool:
    """Return whether a command, or its feature, was asked for by its name."""
    return not spellings((asked or "").removeprefix("/")).isdisjoint({command.name, command.name.partition(" ")[0]})


def _menu_line(name: str) -> tuple[Line, ...]:
    return ((Code(name), " · in the menu of a message: ", PlatformWord.MESSAGE_MENU),)
