"""The options of one command that words have filled so far, and what is said of them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from bot.chat.command_button import CarriedCommand
from bot.chat.command_options import Option, OptionKind, options_of
from bot.chat.feature import PLAIN_FORM, Command
from bot.chat.typed.option_values import NAMING, DoesNotFit, OptionValues, References, tried, usage
from bot.chat.typed.spelling import QUOTED
from bot.chat.typed.words import TypedWord
from bot.chat.wording.text_cleaning import clean
from bot.platforms import Sentence


class FilledOptions:
    """The options of one command so far.

    Args:
        command: The command.
        references: Resolves channels and roles.

    Attributes:
        takes: Reads and recognises the options' values.
        every: All options, in their order.
        values: The options' values, by field.
        pointing: A word that stands for something that was not named.
    """

    def __init__(self, command: Command[Any], references: References) -> None:
        self.command = command
        self.takes = OptionValues(command, references)
        self.every = options_of(command.options)
        self.values: dict[str, object] = {}
        self.pointing: TypedWord | None = None
        self._refused = set[str]()

    def options(self) -> object:
        """Return the options, with those that follow from them; raises ``DoesNotFit`` if a required one is missing."""
        if self.pointing is not None and not self.values and self.changes_what_is_named:
            raise DoesNotFit(f'What is "{clean(self.pointing.whole, QUOTED)}"? Type ', usage(self.command), ".")
        implied = self.command.implied(self.named())
        self.values.update({one.field: implied[one.name] for one in self.free if one.name in implied})
        for one in self.every:
            if one.required and one.field not in self.values:
                known = {each.name: self.values[each.field] for each in self.every if self._is_understood(each)}
                raise DoesNotFit(f"Which {one.name}? Try ", tried(self.command, known), ".")
        return self.command.options(**self.values)

    def meant(self, said: str, instead: Mapping[str, object] = MappingProxyType({})) -> CarriedCommand | None:
        """Return the command as it was likely meant; None if an option is still missing.

        Args:
            said: What was likely meant, in a word or two.
            instead: Values in place of what did not fit, by field.
        """
        self.values.update(instead)
        with suppress(DoesNotFit):
            return CarriedCommand(command=self.command, options=self.options(), meant=said)
        return None

    def named(self) -> dict[str, object]:
        """Return the options' values so far, by name."""
        return {one.name: self.values[one.field] for one in self.every if one.field in self.values}

    def understood(self) -> Sentence:
        """Return the options understood so far, as a sentence; empty if there are none."""
        known = [(one.name, self.values[one.field]) for one in self.every if self._is_understood(one)]
        said = [f"{name} {clean(str(one), QUOTED)}" if isinstance(one, str | int) else name for name, one in known]
        return (f" Understood: {', '.join(said)}.",) if said else ()

    def option_named(self, name: str) -> Option | None:
        """Return the option of this name, or the only one whose name begins with it."""
        exact = [one for one in self.every if one.name == name]
        found = exact or [one for one in self.every if name and one.name.startswith(name)]
        return found[0] if len(found) == 1 else None

    @property
    def free(self) -> Iterator[Option]:
        """The options that are still empty, except those that a word which does not fit was meant for."""
        return (one for one in self.every if one.field not in {*self.values, *self._refused})

    @property
    def changes_what_is_named(self) -> bool:
        """Whether the command changes something of a provider or account."""
        return self.command.form is not PLAIN_FORM and any(one.name in NAMING for one in self.every)

    def refuse(self, option: Option, text: str, *, words: int = 1) -> DoesNotFit:
        """Return what is wrong with a text that was meant for an option; no other word may fill it from then on."""
        self._refused.add(option.field)
        said, near = self.takes.refusal(option, text), self.takes.nearest(option, text)
        if near is not None:
            return DoesNotFit(*said, words=words, meant=near, instead={option.field: near})
        for other in self.free:
            if other.kind is OptionKind.NUMBER and (value := self.takes.surely(other, text)) is not None:
                meant = f"{other.name}:{clean(text, QUOTED)}"
                return DoesNotFit(*said, words=words, meant=meant, instead={other.field: value})
        return DoesNotFit(*said, words=words)

    def refuse_compared(self, option: Option, before: str, number: str, *, words: int) -> DoesNotFit:
        """Return what is wrong with ``below 2``, which may mean one less than the option's number."""
        self._refused.add(option.field)
        said = f'{option.name} takes a number alone, not "{clean(f"{before} {number}", QUOTED)}": '
        means = f"{option.description[:1].lower()}{option.description[1:]}."
        instead = {option.field: self.takes.value(option, number)}
        return DoesNotFit(said + means, words=words, meant=f"{option.name}:{number}", instead=instead)

    def _is_understood(self, option: Option) -> bool:
        """Return whether an option has a value that its command knows."""
        return option.field in self.values and self.takes.is_known(option, self.values[option.field])
