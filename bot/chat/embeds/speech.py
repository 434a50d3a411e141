"""How providers and accounts are spoken of wherever alerts are worded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.alerts.alert import Part
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import plain

PROVIDER_LENGTH = 40
"""What is shown of a provider's name that nobody has words for any more."""

Among = Callable[[str], Iterable[str]]
"""Gives all known accounts of a provider, so that masked names that read the same are told apart as elsewhere."""


def nobody_else(_provider: str) -> tuple[str, ...]:
    """Know of no other accounts."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How providers and accounts are spoken of.

    Attributes:
        words: How each provider is spoken of.
        names: How accounts are named.
        among: Gives all known accounts of a provider.
    """

    words: Mapping[str, ProviderWords]
    names: AccountNames
    among: Among = nobody_else

    def provider(self, name: str) -> str:
        """Name a provider, harmless in Markdown; it may be gone by now."""
        return self.words[name].title if name in self.words else plain(name, PROVIDER_LENGTH)

    def naming(self, part: Part) -> Naming:
        """Name the accounts that an alert tells of at a provider."""
        told = [news.topic.account for news in part.news if news.topic.account]
        return self.names.among(part.provider, (*self.among(part.provider), *told, *(one.account for one in part.room)))
