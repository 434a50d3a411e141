"""Which chat platforms there are, and what each calls things: the names of commands, who may manage, its own name.

An id of Discord is a positive number, one of Slack a negative one (``bot.chat.slack.slack_ids``). So whatever is
stored with a channel, a member or a guild knows its platform: watches, boards, mutes, waiters, alerts, reports.

The words stand in sentences as values, and whoever draws a sentence writes them. As text they read as on Discord.
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
    """Return the platform that a channel, member, role or guild is of; ``place`` is its id."""
    return Platform.SLACK if place < 0 else Platform.DISCORD


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
