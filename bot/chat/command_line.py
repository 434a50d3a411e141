"""Commands as people type them in one line: ``/notify me minimax studio-b slots:2``.

The grammar, for any platform on which options are typed rather than picked:

1. The command's name comes first, with or without its slash. Where a feature has several commands and none of them is
   named, the first is meant.
2. ``name:value`` fills an option by its name. Other words fill the options in their order, those that must be given
   first.
3. A word that the next option can't take belongs to the text before it: ``/capacity minimax my studio``.
4. Quotes hold words together. An option with choices takes a choice's name or its title, in any case.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.chat.feature import Caller, ChannelChoice, Choice, Command, Feature, Option, OptionKind, RoleChoice, options_of
from bot.chat.wording.text import clean
from bot.platform_words import CommandName

QUOTED = 40
"""Characters of what was typed that a sentence repeats."""

_FLAGS = {**dict.fromkeys(("yes", "true", "on"), True), **dict.fromkeys(("no", "false", "off"), False)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCommand:
    """A command that somebody typed, with its options."""

    command: Command[Any]
    options: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Why a line means nothing, as a sentence that says what would."""

    sentence: str


@dataclass(slots=True, kw_only=True)
class _Filled:
    """The options of a command, while words are put into them."""

    command: Command[Any]
    options: tuple[Option, ...]
    values: dict[str, object] = field(default_factory=dict)
    last_text: str | None = None

    @property
    def following(self) -> Option | None:
        """The option that the next word is for; None where all are filled."""
        return next((one for one in self.options if one.field not in self.values), None)

    def fill(self, option: Option, word: str) -> bool:
        """Put a word into an option; return whether it fits."""
        value = _value(option, word, self.command)
        if value is None:
            return False
        self.values[option.field] = value
        self.last_text = option.field if option.kind is OptionKind.TEXT else None
        return True

    def append(self, word: str) -> bool:
        """Add a word to the text before it; return whether there is one."""
        if self.last_text is None:
            return False
        self.values[self.last_text] = f"{self.values[self.last_text]} {word}"
        return True


def read_command(line: str, features: Sequence[Feature]) -> TypedCommand | Misread:
    """Read a typed line."""
    words = _words(line)
    found = _command(words, features)
    if found is None:
        first = clean(words[0], QUOTED) if words else ""
        return Misread(sentence=f"{first or 'That'} is no command here. Try: {CommandName('capacity')}, or help")
    command, left = found
    filled = _Filled(command=command, options=options_of(command.options))
    for word in left:
        if (problem := _take(filled, word)) is not None:
            return Misread(sentence=problem)
    missing = [one for one in filled.options if one.required and one.field not in filled.values]
    if missing:
        return Misread(sentence=f"Which {missing[0].name}? Try: /{command.name} {example(missing[0], command)}")
    return TypedCommand(command=command, options=command.options(**filled.values))


def usage(command: Command[Any]) -> str:
    """Return how a command is typed: ``/capacity [provider] [account]``."""
    options = (one.name if one.required else f"[{one.name}]" for one in options_of(command.options))
    return " ".join((f"/{command.name}", *options))


def example(option: Option, command: Command[Any]) -> str:
    """Return a value that an option would take."""
    if option.name in command.examples:
        return command.examples[option.name]
    choices = [one for one in command.choices.get(option.name, ()) if one.value != "all"]
    if choices:
        return str(choices[0].value)
    return "1" if option.kind is OptionKind.NUMBER else option.name


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a quote that is never closed is an apostrophe
        return line.split()


def _command(words: Sequence[str], features: Sequence[Feature]) -> tuple[Command[Any], Sequence[str]] | None:
    names = [word.removeprefix("/").casefold() for word in words[:2]]
    for feature in features:
        for command in feature.commands:
            parts = command.name.split(" ")
            if names[: len(parts)] == parts:
                return command, words[len(parts) :]
        if names and names[0] == feature.name and feature.commands:
            return feature.commands[0], words[1:]
    return None


def _take(filled: _Filled, word: str) -> str | None:
    """Put a word where it belongs; return what is wrong with it, if anything."""
    name, colon, value = word.partition(":")
    named = next((one for one in filled.options if colon and one.name == name.casefold()), None)
    if named is not None:
        return None if filled.fill(named, value) else _refusal(named, value, filled.command)
    following = filled.following
    if (following is not None and filled.fill(following, word)) or filled.append(word):
        return None
    if following is not None:
        return _refusal(following, word, filled.command)
    return f"{clean(word, QUOTED)} is too much. Type: {usage(filled.command)}"


def _refusal(option: Option, word: str, command: Command[Any]) -> str:
    allowed = ", ".join(_allowed(option, command))
    return f"{option.name} can't be {clean(word, QUOTED) or 'empty'}. It can be: {allowed}."


def _allowed(option: Option, command: Command[Any]) -> Iterator[str]:
    if option.name in command.choices:
        yield from (str(one.value) for one in command.choices[option.name])
    elif option.kind is OptionKind.FLAG:
        yield from ("yes", "no")
    else:
        yield f"a {option.kind}{_range(option)}"


def _value(option: Option, word: str, command: Command[Any]) -> object | None:
    """Return what a word means for an option; None where the option can't take it."""
    if option.name in command.choices:
        said = word.casefold()
        chosen = (
            one.value
            for one in command.choices[option.name]
            if said in {str(one.value).casefold(), one.label.casefold()}
        )
        return next(chosen, word if option.kind is OptionKind.TEXT else None)
    match option.kind:
        case OptionKind.TEXT:
            return word
        case OptionKind.NUMBER:
            number = int(word) if word.isdecimal() and len(word) < QUOTED else None
            return number if number is not None and _in_range(option, number) else None
        case OptionKind.FLAG:
            return _FLAGS.get(word.casefold())
        case OptionKind.CHANNEL:
            return ChannelChoice(id=1)
        case OptionKind.ROLE:
            return RoleChoice(id=1)


def _in_range(option: Option, number: int) -> bool:
    return (option.least is None or option.least <= number) and (option.most is None or number <= option.most)


def _range(option: Option) -> str:
    least = "" if option.least is None else f" from {option.least}"
    return least if option.most is None else f"{least} to {option.most}"


async def complete(line: str, caller: Caller, features: Sequence[Feature]) -> tuple[str, Sequence[Choice]]:
    """Return how the beginning of a line may go on.

    Returns:
        The part of the line that a choice would stand for, and the choices.
    """
    *done, last = line.lstrip().split(" ")
    typed = last.removeprefix("/").casefold()
    if not done:
        names = dict.fromkeys(one.name.split(" ")[0] for feature in features for one in feature.commands)
        return last, [Choice(label=f"/{name}", value=f"/{name}") for name in names if name.startswith(typed)]
    first = done[0].removeprefix("/").casefold()
    verbs = [parts[1] for one in _commands(features) if (parts := one.name.split(" "))[0] == first and parts[1:]]
    if len(done) == 1 and (found := [verb for verb in verbs if verb.startswith(typed)]):
        return last, [Choice(label=verb, value=verb) for verb in found]
    meant = _command(done, features)
    return await _complete_option(*meant, last, caller) if meant is not None else (last, ())


async def _complete_option(
    command: Command[Any], words: Sequence[str], last: str, caller: Caller
) -> tuple[str, Sequence[Choice]]:
    filled = _Filled(command=command, options=options_of(command.options))
    for word in words:
        _take(filled, word)
    name, colon, value = last.partition(":")
    option = next((one for one in filled.options if colon and one.name == name.casefold()), None)
    option, typed = (option, value) if option is not None else (filled.following, last)
    if option is None:
        return last, ()
    if option.name in command.choices:
        said = typed.casefold()
        fitting = [one for one in command.choices[option.name] if str(one.value).casefold().startswith(said)]
        return typed, fitting
    suggest = command.suggest.get(option.name)
    given = {one.name: filled.values[one.field] for one in filled.options if one.field in filled.values}
    return typed, () if suggest is None else await suggest(caller, typed, given)


def _commands(features: Sequence[Feature]) -> Iterator[Command[Any]]:
    return (command for feature in features for command in feature.commands)
