"""A provider's title, what people must know about it, and the watched providers in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.chat.text_spans import Line
from bot.chat.wording.text import clean, count
from bot.platforms.platform_words import CommandName

UNKNOWN_LENGTH = 40
"""Characters shown of the name of a provider that is no longer in the catalogue."""
Watched: TypeAlias = tuple[str, int, int]
"""A provider's title and its numbers of accounts and slots, 0 if unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderWords:
    """A provider's title, and what people must know about it.

    Attributes:
        name: Its name in commands and settings.
        title: Its name for people.
        on_request: Whether it is watched only if the settings name it.
        counts_slots: False if its number of slots is never known, so that no account is ever free or full.
        setup_page: The page about setting its accounts up and signing them in again.
        caveats: Sentences that a reader of its capacity must know, such as that it is retired.
    """

    name: str
    title: str
    on_request: bool = False
    counts_slots: bool = True
    setup_page: str | None = None
    caveats: tuple[str, ...] = ()


def provider_title(words: Mapping[str, ProviderWords], name: str) -> str:
    """Return a provider's title, or its name if it is no longer in the catalogue."""
    return words[name].title if name in words else clean(name, UNKNOWN_LENGTH)


def watching_line(watched: Sequence[Watched]) -> Line:
    """Return the watched providers, at least one: "I'm watching MiniMax (4 accounts, 13 slots). Try /capacity."."""
    *others, last = (f"{title}{_counted(accounts, slots)}" for title, accounts, slots in watched)
    named = f"{', '.join(others)} and {last}" if others else last
    return (f"I'm watching {named}. Try ", CommandName("capacity"), ".")


def _counted(accounts: int, slots: int) -> str:
    if not accounts:
        return ""
    return f" ({count(accounts, 'account')}, {count(slots, 'slot')})" if slots else f" ({count(accounts, 'account')})"
