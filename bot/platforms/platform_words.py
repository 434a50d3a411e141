"""What each chat platform has a word of its own for: the names of commands, who may manage, its own name.

They stand in sentences as values, and whoever draws a sentence writes them. As text they read as on Discord.
"""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class CommandName:
    """A command by its name, such as ``watch add``; a platform may let people press it.

    Attributes:
        name: Its name, without a slash.
        options: What is typed after it, such as ``watch:3``.
    """

    name: str
    options: str = ""

    @override
    def __str__(self) -> str:
        return f"/{self.name} {self.options}".rstrip()


class PlatformWord(Enum):
    """A word that differs between platforms; its value is Discord's. No text itself: a plain span is any ``str``."""

    MANAGER_RIGHT = "Manage Server"
    """What somebody needs to change settings, after "needs"."""

    PLATFORM = "Discord"
    """The platform itself."""

    ROLE = "role"
    """Several members who can be pinged together."""

    MESSAGE_MENU = "right-click it or press it long, then Apps"
    """How to come to the menu of a message."""

    @override
    def __str__(self) -> str:
        return self.value


SentencePart: TypeAlias = str | CommandName | PlatformWord
Sentence: TypeAlias = tuple[SentencePart, ...]
"""What is said to a person, in plain text but for these words."""


def plain(sentence: Sentence) -> str:
    """Return a sentence as text, with the words that Discord has."""
    return "".join(map(str, sentence))
