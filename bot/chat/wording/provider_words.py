"""A provider's title, and what people must know about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.wording.text import clean

UNKNOWN_LENGTH = 40
"""Characters shown of the name of a provider that is no longer in the catalogue."""


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
