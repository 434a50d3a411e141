"""What a provider is called in front of people."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.wording.text import clean

UNKNOWN_LENGTH = 40
"""What is shown of the name of a provider that the catalogue no longer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderWords:
    """What a provider is called, and what people must know of it.

    Attributes:
        name: Its name in commands and settings.
        title: Its name for people; ours, so it is not escaped.
        on_request: Whether it is watched only where the settings name it.
        counts_slots: False if it says nowhere how many slots an account has: none is ever free or full there.
        setup_page: The page that says how its accounts are set up and signed in again.
        caveats: Sentences that a reader of its capacity must know, such as that it is retired; ours as well.
    """

    name: str
    title: str
    on_request: bool = False
    counts_slots: bool = True
    setup_page: str | None = None
    caveats: tuple[str, ...] = ()


def provider_title(words: Mapping[str, ProviderWords], name: str) -> str:
    """Return a provider's title, or its name where the catalogue no longer holds it."""
    return words[name].title if name in words else clean(name, UNKNOWN_LENGTH)
