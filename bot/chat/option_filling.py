"""Fills a command's options from typed words: rules 2 to 4 of ``command_line``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any, Protocol

from bot.chat.feature import ChannelChoice, Command, Option, OptionKind, RoleChoice, options_of
from bot.chat.quoted_words import TypedWord
from bot.chat.wording.text import clean
from bot.platforms.platform_words import CommandName, Sentence

QUOTED = 40
"""Maximum number of typed characters that a sentence repeats."""

NEAR = 0.72
"""Similarity from which one word counts as a typo of another, from 0 to 1 (``difflib``)."""

_LONGEST_RUN = 4
"""Maximum number of unquoted words that are read as one value, such as ``until tomorrow 08:00``."""

_FLAGS = {**dict.fromkeys(("yes", "true", "on", "1"), True), **dict.fromkeys(("no", "false", "off", "0"), False)}
_OTHER_NAMES = {
    "in": "channel",
    "to": "channel",
    "group": "role",
    "hold": "ignore_shorter_than",
    "ping": "role",
    "alert": "id",
}
"""Other names of options, tried if the command has no option of that name that takes the value."""

_REFERENCES = "#@<"


class References(Protocol):
    """Resolves channels and roles as a platform's members type them."""

    def channel(self, word: str) -> ChannelChoice | None:
        """Return the channel that a word names, if any."""
        ...

    def role(self, word: str) -> RoleChoice | None:
        """Return the role that a word names, if any."""
        ...


class DoesNotFit(Exception):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """A typed word fits none of a command's options.

    Args:
        said: A sentence that says what would fit.
    """

    def __init__(self, *said: str | CommandName) -> None:
        super().__init__(*said)
        self.said: Sentence = said


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


class OptionFilling:
    """The options of one command, while they are filled from words.

    Args:
        command: The command.
        references: Resolves channels and roles.
    """

    def __init__(self, command: Command[Any], references: References) -> None:
        self.command = command
        self._references = references
        self._options = options_of(command.options)
        self.values: dict[str, object] = {}
        """The options' values so far, by field."""

    def fill(self, words: Sequence[TypedWord]) -> None:
        """Assign all words to options; a word that fits nowhere raises ``DoesNotFit`` once all others are placed."""
        placed: dict[int, Option | None] = {}
        problems: list[DoesNotFit] = []

        def place(at: int, find: Callable[[], Option | None]) -> None:
            try:
                option = find()
            except DoesNotFit as problem:
                problems.append(problem)
                placed[at] = None
            else:
                placed.update({} if option is None else {at: option})

        for at, word in enumerate(words):
            place(at, partial(self._place_named, word))
        for at in range(len(words)):
            if at not in placed:
                placed.update(self._place_run(words, at, placed))
        for at, word in enumerate(words):
            if at not in placed:
                place(at, partial(self._place_text, word, placed.get(at - 1)))
        if problems:
            raise problems[0]

    def options(self) -> object:
        """Return the options; raises ``DoesNotFit`` if a required one is missing."""
        for one in self._options:
            if one.required and one.field not in self.values:
                tried = CommandName(self.command.name, example(one, self.command))
                raise DoesNotFit(f"Which {one.name}? Try ", tried, ".")
        return self.command.options(**self.values)

    def named(self) -> dict[str, object]:
        """Return the options' values so far, by name."""
        return {one.name: self.values[one.field] for one in self._options if one.field in self.values}

    def understood(self) -> Sentence:
        """Return the options understood so far, as a sentence; empty if there are none."""
        said = [_said(one, self.values[one.field]) for one in self._options if self._is_understood(one)]
        return (f" Understood: {', '.join(said)}.",) if said else ()

    def option_named(self, name: str) -> Option | None:
        """Return the option of this name, or the only one whose name begins with it."""
        exact = [one for one in self._options if one.name == name]
        found = exact or [one for one in self._options if name and one.name.startswith(name)]
        return found[0] if len(found) == 1 else None

    @property
    def free(self) -> Iterator[Option]:
        """The options that are still empty."""
        return (one for one in self._options if one.field not in self.values)

    def _named(self, word: TypedWord) -> Option | None:
        """Return the option that a word names; None if its colon is part of a text."""
        if not word.name or (not word.text and not word.quoted):
            return None
        named = (self.option_named(word.name), self.option_named(_OTHER_NAMES.get(word.name, "")))
        meant = [one for one in named if one is not None]
        if meant:
            return next((one for one in meant if self._value(one, word.text) is not None), meant[0])
        names = [one.name for one in self._options]
        if near := get_close_matches(word.name, names, n=1, cutoff=NEAR):
            raise DoesNotFit(f'There is no option "{clean(word.name, QUOTED)}" here. Did you mean {near[0]}?')
        return None

    def _place_named(self, word: TypedWord) -> Option | None:
        """Assign a word to the option that it names and return that, if it names one."""
        option = self._named(word)
        if option is not None:
            value = self._value(option, word.text)
            if value is None:
                raise DoesNotFit(self._refusal(option, word.text))
            self.values[option.field] = value
        return option

    def _place_run(
        self, words: Sequence[TypedWord], at: int, placed: Mapping[int, Option | None]
    ) -> Mapping[int, Option]:
        """Assign the longest run of words that begins here to the option that it names, or the first that it fits."""
        end = at + 1
        longest = at + _LONGEST_RUN if not words[at].quoted else end
        while end < min(len(words), longest) and end not in placed and not words[end].quoted:
            end += 1
        announced = self._announced(words[at])
        for stop in range(end, at + 1, -1):
            text = " ".join(word.whole for word in words[at + 1 : stop])
            for option in announced:
                if (value := self._after_name(option, text)) is not None:
                    self.values[option.field] = value
                    return dict.fromkeys(range(at, stop), option)
        for stop in range(end, at, -1):
            text = " ".join(word.whole for word in words[at:stop])
            for option in self.free:
                if (value := self._surely(option, text)) is not None:
                    self.values[option.field] = value
                    return dict.fromkeys(range(at, stop), option)
        known = self.command.recognises
        named = next((one for one in announced if one.kind is OptionKind.TEXT and one.name in known), None)
        if named is None or at + 1 == len(words) or at + 1 in placed:
            return {}
        # Only the name explains the 0 of ``hold 0``. Whether it can be the option's value is for the command to say.
        self.values[named.field] = words[at + 1].whole
        return {at: named, at + 1: named}

    def _announced(self, word: TypedWord) -> Sequence[Option]:
        """Return the options of which a word is the full name, or another: the next words may be the value of one."""
        said = word.whole.removesuffix(":").casefold()
        names = (said, _OTHER_NAMES.get(said))
        return [one for name in names for one in self.free if one.name == name]

    def _place_text(self, word: TypedWord, before: Option | None) -> Option:
        """Assign a word that fits nothing to a text option: the one before it if that then reads, or else the next."""
        follows = before is not None and before.kind is OptionKind.TEXT and isinstance(self.values[before.field], str)
        longer = f"{self.values[before.field]} {word.whole}" if before is not None and follows else ""
        if before is not None and follows and self._recognises(before, longer):
            self.values[before.field] = longer
            return before
        texts = [one for one in self.free if one.kind is OptionKind.TEXT]
        following = next((one for one in texts if one.required or not self._closed(one)), None)
        if following is not None and self._closed(following):
            raise DoesNotFit(self._refusal(following, word.whole))
        if following is not None:
            self.values[following.field] = word.whole
            return following
        if before is not None and follows and not self._closed(before):
            self.values[before.field] = longer
            return before
        left = next(self.free, None)
        if left is not None:
            raise DoesNotFit(self._refusal(left, word.whole))
        raise DoesNotFit(f'"{clean(word.whole, QUOTED)}" is too much. Type ', usage(self.command), ".")

    def _closed(self, option: Option) -> bool:
        """Return whether an option takes only its choices."""
        return option.name in self.command.choices

    def _recognises(self, option: Option, text: str) -> bool:
        recognises = self.command.recognises.get(option.name)
        return recognises is not None and recognises(text)

    def _is_understood(self, option: Option) -> bool:
        """Return whether an option has a value that its command knows: not ``minmax`` for a provider."""
        recognises = self.command.recognises.get(option.name)
        filled = option.field in self.values
        return filled and (recognises is None or recognises(str(self.values[option.field])))

    def _surely(self, option: Option, text: str) -> object | None:
        """Return a text's value for an option that is not named, if the text clearly belongs to it."""
        if self._closed(option):
            return self._value(option, text)
        match option.kind:
            case OptionKind.TEXT:
                return text if self._recognises(option, text) else None
            case OptionKind.FLAG:
                return True if text.casefold() == option.name else None
            case OptionKind.NUMBER:
                return self._value(option, text)
            case OptionKind.CHANNEL | OptionKind.ROLE:
                return self._value(option, text) if text[:1] and text[0] in _REFERENCES else None

    def _after_name(self, option: Option, text: str) -> object | None:
        """Return a text's value for the option whose name precedes it without a colon."""
        return self._value(option, text) if option.kind is OptionKind.FLAG else self._surely(option, text)

    def _value(self, option: Option, text: str) -> object | None:
        """Return a text's value for an option; None if the option can't take it."""
        if self._closed(option):
            said = text.casefold()
            choices = self.command.choices[option.name]
            return next(
                (one.value for one in choices if said in {str(one.value).casefold(), one.label.casefold()}), None
            )
        match option.kind:
            case OptionKind.TEXT:
                return text or None
            case OptionKind.NUMBER:
                number = int(text) if text.isascii() and text.isdecimal() and len(text) < QUOTED else None
                return number if number is not None and _in_range(option, number) else None
            case OptionKind.FLAG:
                return _FLAGS.get(text.casefold())
            case OptionKind.CHANNEL:
                return self._references.channel(text)
            case OptionKind.ROLE:
                return self._references.role(text)

    def _refusal(self, option: Option, text: str) -> str:
        allowed = [str(one.value) for one in self.command.choices.get(option.name, ())]
        if option.kind is OptionKind.CHANNEL and text.startswith("#"):
            return f'{option.name} can\'t be "{clean(text, QUOTED)}". Type a space before the #, and pick the channel.'
        allowed = allowed or (["yes", "no"] if option.kind is OptionKind.FLAG else [f"a {option.kind}{_range(option)}"])
        near = get_close_matches(text.casefold(), allowed, n=1, cutoff=NEAR) if self._closed(option) else []
        meant = f" Did you mean {near[0]}?" if near else ""
        takes = " or ".join(filter(None, (", ".join(allowed[:-1]), allowed[-1])))
        return f'{option.name} takes {takes}, not "{clean(text, QUOTED)}".{meant}'


def _said(option: Option, value: object) -> str:
    return f"{option.name} {clean(str(value), QUOTED)}" if isinstance(value, str | int) else option.name


def _in_range(option: Option, number: int) -> bool:
    return (option.least is None or option.least <= number) and (option.most is None or number <= option.most)


def _range(option: Option) -> str:
    least = "" if option.least is None else f" from {option.least}"
    return least if option.most is None else f"{least} to {option.most}"
