"""Reads the value of a command's option from typed text, and says what an option takes."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Protocol

from bot.chat.command_options import ChannelChoice, Option, OptionKind, RoleChoice, options_of
from bot.chat.feature import Command
from bot.chat.typed.spelling import NEAR, QUOTED
from bot.chat.typed.words import SENTENCE_SIGNS
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName, PlatformWord, Sentence

OTHER_NAMES = {
    "in": ("channel",),
    "to": ("channel", "name"),
    "as": ("name",),
    "group": ("role",),
    "hold": ("ignore_shorter_than",),
    "ignore": ("ignore_shorter_than",),
    "ping": ("role",),
    "alert": ("id",),
    "for": ("until",),
    "until": ("for",),
}
"""Alternative names of options, tried if no option of the typed name takes the value."""

NAMING = frozenset({"provider", "account", "providers", "id"})
"""The options that name something that exists, such as an account."""

_NUMBER = re.compile(r"-?[0-9]{1,15}")
_FLAGS = {**dict.fromkeys(("yes", "true", "on", "1"), True), **dict.fromkeys(("no", "false", "off", "0"), False)}
_ENDING = frozenset({"off", "no", "none", "never"})
_REFERENCES = "#@<"

_BEGIN_CHANNEL, _BEGIN_ROLE = ("#", "<#"), ("@", "<@", "<!")

_EVERYONE = re.compile(r"(?:@|<!)(?:everyone|here|channel)\b.*")

# An account may be called by a longer number, as useapi.net's own are.
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9]{1,5}%?")


class DoesNotFit(Exception):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """A typed word fits none of a command's options.

    Args:
        said: A sentence that says what would fit.
        words: Number of words that it is about.
        meant: What was likely meant, as people type it: the sentence then asks whether it was; may be empty.
        instead: The value of ``meant``, by its option's field.
    """

    def __init__(
        self,
        *said: str | CommandName | PlatformWord,
        words: int = 1,
        meant: str = "",
        instead: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        super().__init__(*said)
        self.said: Sentence = (*said, f" Did you mean {meant}?") if meant else said
        self.words = words
        self.meant = meant
        self.instead = instead


def usage(command: Command[Any]) -> CommandName:
    """Return how a command is typed: ``/capacity [provider] [account]``."""
    options = (one.name if one.required else f"[{one.name}]" for one in options_of(command.options))
    return CommandName(command.name, " ".join(options))


def example(option: Option, command: Command[Any]) -> str:
    """Return an example value of an option."""
    if (shown := command.examples().get(option.name)) is not None:
        return shown
    choices = [one for one in command.choices.get(option.name, ()) if one.value != "all"]
    if choices:
        return str(choices[0].value)
    return "1" if option.kind is OptionKind.NUMBER else option.name


def tried(command: Command[Any], given: Mapping[str, object]) -> CommandName:
    """Return how to type a command that lacks an option, with the options ``given``, by name."""
    typed: list[str] = []
    for one in options_of(command.options):
        value = given.get(one.name)
        if value is None and one.required:
            typed.append(example(one, command))
        elif isinstance(value, str | int) and not isinstance(value, bool):
            typed.append(f"{one.name}:{_quoted(str(value))}")
    return CommandName(command.name, " ".join(typed))


def _quoted(text: str) -> str:
    said = clean(text, QUOTED)
    return f'"{said}"' if " " in said else said


class References(Protocol):
    """Resolves channels and roles as a platform's members type them."""

    def channel(self, word: str) -> ChannelChoice | None:
        """Return the channel that a word names, if any."""
        ...

    def role(self, word: str) -> RoleChoice | None:
        """Return the role that a word names, if any."""
        ...


class OptionValues:
    """Reads and recognises values of one command's options."""

    def __init__(self, command: Command[Any], references: References) -> None:
        self._command = command
        self._references = references

    def closed(self, option: Option) -> bool:
        """Return whether an option takes only its choices."""
        return option.name in self._command.choices

    def recognises(self, option: Option, text: str) -> bool:
        """Return whether a text is a known value of a text option."""
        recognises = self._command.recognises.get(option.name)
        return recognises is not None and recognises(text)

    def is_known(self, option: Option, value: object) -> bool:
        """Return whether an option's command knows its value: not ``minmax`` for a provider."""
        return option.name not in self._command.recognises or self.recognises(option, str(value))

    def has_known(self, option: Option) -> bool:
        """Return whether some values of a text option are known."""
        return option.name in self._command.recognises

    def any_text(self, option: Option) -> bool:
        """Return whether an option takes any text, such as a name."""
        return option.kind is OptionKind.TEXT and not self.has_known(option) and not self.closed(option)

    def resembles(self, option: Option, text: str) -> bool:
        """Return whether a text was meant for an option by how it begins, though the option may not take it."""
        resembles = self._command.resembles.get(option.name)
        if resembles is not None and resembles(text):
            return True
        if " " in text:
            return False
        match option.kind:
            case OptionKind.NUMBER:
                return _LIKE_A_NUMBER.fullmatch(text) is not None or _counts(option, text) is not None
            case OptionKind.CHANNEL:
                return text.startswith(_BEGIN_CHANNEL)
            case OptionKind.ROLE:
                return text.startswith(_BEGIN_ROLE)
            case OptionKind.FLAG | OptionKind.TEXT:
                return False

    def surely(self, option: Option, text: str) -> object | None:
        """Return a text's value for an option that is not named, if the text clearly belongs to it."""
        if self.closed(option):
            return self.value(option, text)
        match option.kind:
            case OptionKind.TEXT:
                bare = text.rstrip(SENTENCE_SIGNS)
                return next((one for one in (bare, text) if self.recognises(option, one)), None)
            case OptionKind.FLAG:
                return True if text.casefold().replace(" ", "_") == option.name else None
            case OptionKind.NUMBER:
                return self.value(option, text)
            case OptionKind.CHANNEL | OptionKind.ROLE:
                return self.value(option, text) if text[:1] and text[0] in _REFERENCES else None

    def after_name(self, option: Option, text: str) -> object | None:
        """Return a text's value for the option whose name precedes it without a colon."""
        return self.value(option, text) if option.kind is OptionKind.FLAG else self.surely(option, text)

    def emptied(self, option: Option, text: str) -> tuple[str, str]:
        """Return the name and text of the option by which a text such as ``off`` ends an option; empty if none does."""
        ended = self._command.form.emptied.get(option.name) if text.casefold() in _ENDING else None
        return ended or ("", "")

    def ends(self, text: str) -> bool:
        """Return whether a text ends an option's value, if the option's name is beside it."""
        return bool(self._command.form.emptied) and text.casefold() in _ENDING

    def value(self, option: Option, text: str) -> object | None:
        """Return a text's value for an option; None if the option can't take it."""
        if self.closed(option):
            said = {text.casefold(), text.casefold().replace(" ", "_")}
            choices = self._command.choices[option.name]
            return next(
                (one.value for one in choices if said & {str(one.value).casefold(), one.label.casefold()}), None
            )
        match option.kind:
            case OptionKind.TEXT:
                return text or None
            case OptionKind.NUMBER:
                number = int(text) if _NUMBER.fullmatch(text) else _counts(option, text)
                return number if number is not None and in_range(option, number) else None
            case OptionKind.FLAG:
                return _FLAGS.get(text.casefold())
            case OptionKind.CHANNEL:
                return self._references.channel(text)
            case OptionKind.ROLE:
                return self._references.role(text)

    def nearest(self, option: Option, text: str) -> str | None:
        """Return the choice of an option for which a text was likely mistyped; None if none is close."""
        allowed = [str(one.value) for one in self._command.choices.get(option.name, ())]
        return next(iter(get_close_matches(text.casefold(), allowed, n=1, cutoff=NEAR)), None)

    def refusal(self, option: Option, text: str) -> Sentence:
        """Return a sentence that says what an option takes, for a text that it does not take."""
        said = clean(text, QUOTED)
        if option.kind is OptionKind.CHANNEL and text.startswith("#"):
            return (f'{option.name} can\'t be "{said}". Type a space before the #, and pick the channel.',)
        if option.kind is OptionKind.ROLE:
            if _EVERYONE.fullmatch(text):
                return (f"{option.name} takes a ", PlatformWord.ROLE, "; @everyone and @here are never pinged.")
            # Without its @, or it would be masked like the end of an e-mail address.
            return (f"{option.name} takes a ", PlatformWord.ROLE, f', not "{said.removeprefix("@")}".')
        allowed = [str(one.value) for one in self._command.choices.get(option.name, ())]
        allowed = allowed or (
            ["yes", "no"] if option.kind is OptionKind.FLAG else [f"a {option.kind}{range_of(option)}"]
        )
        takes = " or ".join(filter(None, (", ".join(allowed[:-1]), allowed[-1])))
        feature, space, _ = self._command.name.partition(" ")
        # A number with suggestions is the number of something that the feature lists.
        is_listed = space and option.kind is OptionKind.NUMBER and option.name in self._command.suggest
        shown = (": ", CommandName(f"{feature} list"), " shows them.") if is_listed else (".",)
        return (f'{option.name} takes {takes}, not "{said}"', *shown)


def _counts(option: Option, text: str) -> int | None:
    """Return the number that a text of more than digits means, such as ``48h``; None if it means none."""
    return None if option.reads is None else option.reads(text)


def in_range(option: Option, number: int) -> bool:
    """Return whether an option takes a number."""
    return (option.least is None or option.least <= number) and (option.most is None or number <= option.most)


def range_of(option: Option) -> str:
    """Return which numbers an option takes, as it follows "a number"; empty if it takes any."""
    least = "" if option.least is None else f" from {option.least}"
    return least if option.most is None else f"{least} to {option.most}"
