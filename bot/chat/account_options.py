"""The options that name a provider, or all of them, and one of its accounts."""

from collections.abc import Mapping, Sequence

from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.feature import Caller, Choice, Suggest


def provider_choices(lookup: AccountLookup, *, all_of_them: bool = False) -> tuple[Choice, ...]:
    """Return the configured providers, all of them together first where that can be chosen."""
    titles = (Choice(label=words.title, value=words.name) for words in lookup.providers)
    return (Choice(label="All providers", value=ALL), *titles) if all_of_them else tuple(titles)


def suggest_providers(lookup: AccountLookup) -> Suggest:
    """Return what suggests the configured providers, each with its free slots."""

    async def providers(_: Caller, typed: str, __: Mapping[str, object]) -> Sequence[Choice]:
        return lookup.provider_suggestions(typed)

    return providers


def example_provider(lookup: AccountLookup) -> Mapping[str, str]:
    """Return a provider that can be typed, by the option's name; none where none is configured."""
    return {"provider": lookup.providers[0].name} if lookup.providers else {}


def suggest_accounts(lookup: AccountLookup) -> Suggest:
    """Return what suggests the accounts of the provider that was chosen, of all where none was."""

    async def accounts(_: Caller, typed: str, given: Mapping[str, object]) -> Sequence[Choice]:
        provider = given.get("provider")
        return lookup.suggestions(None if provider is None else str(provider), typed)

    return accounts
