"""Finds the provider of an account that is named without it, or in its place."""

from collections.abc import Callable, Mapping

from bot.chat.account_lookup import AccountLookup
from bot.chat.typed_words import nearest, quoted
from bot.errors import BadInput


def with_owner(lookup: AccountLookup, provider: str, account: str | None) -> tuple[str, str | None]:
    """Return a provider and an account as they were typed; an account that was typed as the provider with its own.

    Raises:
        BadInput: Several providers have an account of that name, or it is like that of an account and no provider's.
    """
    if account or lookup.is_provider(provider):
        return provider, account
    before, slash, name = provider.partition("/")
    if lookup.is_account(provider):
        return find_owner(lookup, provider)
    if slash and lookup.is_provider(before):
        return before, name.strip()
    if nearest(provider, (one.title for one in lookup.providers)) is None and (meant := _nearest(lookup, provider)):
        raise BadInput(f"There is no provider or account {quoted(provider)} here.", option="provider", meant=meant)
    return provider, account


def with_known_owner(lookup: AccountLookup, provider: str | None, account: str | None) -> tuple[str | None, str | None]:
    """Return a provider's name, watched or not, and an account as it was typed; None stands for any.

    Raises:
        BadInput: There is no such provider, or as ``with_owner`` does.
    """
    if provider is None:
        return None, account
    owner, named = with_owner(lookup, provider, account)
    return lookup.name_of(owner) if lookup.is_provider(owner) else lookup.provider(owner), named


def find_owner(lookup: AccountLookup, account: str) -> tuple[str, str]:
    """Return the provider of an account that was asked for without one, and what names the account there.

    The provider may precede the account, or stand alone, or be the only one that there is or that has the account.

    Raises:
        BadInput: No provider has it, or several do.
    """
    before, _, name = account.partition("/")
    if lookup.is_provider(before):
        return before, name.strip()
    owners, providers = lookup.owners(account), [one.name for one in lookup.providers]
    if len(owners) == 1 or len(providers) <= 1:
        return next(iter(owners or providers), ""), account
    if owners:
        have = " and ".join(map(lookup.title, owners))
        raise BadInput(f"{have} have an account {quoted(account)}: name the provider, too.", option="provider")
    raise BadInput(f"No provider has an account {quoted(account)}.", option="account", meant=_nearest(lookup, account))


def _nearest(lookup: AccountLookup, account: str) -> str:
    """Return the name of the account of any provider that was likely meant; empty if none is close."""
    return nearest(account, (shown for one in lookup.providers for shown in lookup.names(one.name).values())) or ""


def owner_of(lookup: AccountLookup) -> Callable[[Mapping[str, object]], Mapping[str, object]]:
    """Return a function that adds the provider to a typed account that only one has."""

    def implied(given: Mapping[str, object]) -> Mapping[str, object]:
        owners = lookup.owners(str(given["account"])) if "account" in given and "provider" not in given else ()
        return {"provider": owners[0]} if len(owners) == 1 else {}

    return implied
