"""The chat platforms, and the words that differ between them: names of commands, who may manage, the platform itself.

An id of Discord is a positive number, one of Slack a negative one (``bot.chat.slack.slack_ids``). So every stored
channel, member or guild tells its platform: in watches, boards, mutes, waiters, alerts and reports.

These words are values in sentences, which each platform draws in its own way. As text they read as on Discord.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias

from typing_extensions import override


class Platform(StrEnum):
    """Where people talk."""

    DISCORD = "discord"
    SLACK = "slack"

    @property
    def brand(self) -> str:
        """Its name for people."""
        return self.value.capitalize()


def platform_of(place: int) -> Platform:
    """Return the platform of a channel, member, role or guild; ``place`` is its id."""
    return Platform.SLACK if place < 0 else Platform.DISCORD


@dataclass(frozen=True, slots=True)
class CommandName:
    """A command by its name, such as ``watch add``; a platform may make it clickable.

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
    """A word that differs between platforms; its value is Discord's. It is no ``str``, since a plain span is one."""

    MANAGER_RIGHT = "Manage Server"
    """What members need to change settings, after "needs"."""

    PLATFORM = "Discord"
    """The platform itself."""

    ROLE = "role"
    """Several members who can be pinged together."""

    MESSAGE_MENU = "right-click it or press it long, then Apps"
    """How to open the menu of a message."""

    @override
    def __str__(self) -> str:
        return self.value


SentencePart: TypeAlias = str | CommandName | PlatformWord
Sentence: TypeAlias = tuple[SentencePart, ...]
"""What a person reads: plain text, commands and these words, in parts."""


def plain(sentence: Sentence) -> str:
    """Return a sentence as text, with Discord's words."""
    return "".join(map(str, sentence))
