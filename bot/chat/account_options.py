"""The options that name a provider, or all of them, and one of its accounts."""

from collections.abc import Callable, Mapping, Sequence

from bot.chat.account_lookup import ALL, ALL_LABEL, AccountLookup
from bot.chat.command_options import Choice
from bot.chat.feature import Caller, Suggest


def suggest_providers(
    lookup: AccountLookup, *, all_of_them: bool = False, all_for_managers: bool = False, with_slots: bool = False
) -> Suggest:
    """Return a function that suggests the watched providers, each with its free slots.

    They are suggested, not registered as choices, since they may change while the bot runs.

    Args:
        lookup: Knows the providers.
        all_of_them: Whether "All providers" is suggested first.
        all_for_managers: Whether it is to those who may manage, since others are refused it.
        with_slots: Whether to leave out those that don't say how many slots they have.
    """

    async def providers(caller: Caller, typed: str, _: Mapping[str, object]) -> Sequence[Choice]:
        everything = all_of_them or (all_for_managers and caller.may_manage)
        everything = everything and typed.strip().casefold() in ALL_LABEL.casefold()
        all_first = (Choice(label=ALL_LABEL, value=ALL),) if everything else ()
        return (*all_first, *lookup.provider_suggestions(typed, with_slots=with_slots))

    return providers


def example_provider(lookup: AccountLookup) -> Callable[[], Mapping[str, str]]:
    """Return a function that gives the first watched provider as an example, if one is watched."""
    return lambda: {"provider": lookup.providers[0].name} if lookup.providers else {}


def recognise_accounts(lookup: AccountLookup) -> Mapping[str, Callable[[str], bool]]:
    """Return the functions that recognise a provider or an account in a typed line, by option."""
    return {"provider": lookup.is_provider, "account": lookup.is_account}


def suggest_accounts(lookup: AccountLookup) -> Suggest:
    """Return a function that suggests the accounts of the chosen provider, or of all providers."""

    async def accounts(_: Caller, typed: str, given: Mapping[str, object]) -> Sequence[Choice]:
        provider = given.get("provider")
        return lookup.suggestions(None if provider is None else str(provider), typed)

    return accounts
