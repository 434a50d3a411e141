"""What is said of a command's options: how it is typed, what fits, and what was understood."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.chat.command_options import Option, OptionKind, options_of
from bot.chat.feature import Command
from bot.chat.typed_words import QUOTED
from bot.chat.wording.text import clean
from bot.platforms import CommandName, PlatformWord, Sentence

OTHER_NAMES = {
    "in": ("channel",),
    "to": ("channel", "name"),
    "as": ("name",),
    "group": ("role",),
    "hold": ("ignore_shorter_than",),
    "ping": ("role",),
    "alert": ("id",),
    "for": ("until",),
    "until": ("for",),
}
"""Other names of options, tried if the command has no option of that name that takes the value."""


class DoesNotFit(Exception):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """A typed word fits none of a command's options.

    Args:
        said: A sentence that says what would fit.
        words: Number of words that it is about.
        meant: What was likely meant, as it is typed, which the sentence then asks; may be empty.
        instead: The value that it stands for, by its option's field.
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
    """Return how a command can be typed that lacks an option, with what was ``given``, by name."""
    typed: list[str] = []
    for one in options_of(command.options):
        value = given.get(one.name)
        if value is None and one.required:
            typed.append(example(one, command))
        elif isinstance(value, str | int) and not isinstance(value, bool):
            typed.append(f"{one.name}:{_quoted(str(value))}")
    return CommandName(command.name, " ".join(typed))


def said_of(option: Option, value: object) -> str:
    """Return an option and its value, as far as that is text."""
    return f"{option.name} {clean(str(value), QUOTED)}" if isinstance(value, str | int) else option.name


def _quoted(text: str) -> str:
    said = clean(text, QUOTED)
    return f'"{said}"' if " " in said else said
