"""The options that name a provider and an account: their suggestions, and to which provider an account belongs."""

from collections.abc import Callable, Mapping, Sequence

from bot.accounts.open_offers import OffersNow
from bot.chat.account_lookup import ALL, ALL_LABEL, AccountLookup
from bot.chat.command_options import CHOICE_LENGTH, Choice
from bot.chat.feature import Caller, Suggest
from bot.chat.typed.spelling import nearest, quoted
from bot.chat.wording.free_slots import account_room, offered_in_short, provider_room
from bot.chat.wording.numbers_and_lists import listed
from bot.errors import BadInput
from bot.polling.provider_poller import ProviderPoller


def suggest_providers(
    lookup: AccountLookup, *, all_of_them: bool = False, all_for_managers: bool = False, with_slots: bool = False
) -> Suggest:
    """Return a function that suggests the watched providers, each with its free slots.

    They are suggested, not registered as choices, since they may change while the bot runs.

    Args:
        lookup: Knows the providers.
        all_of_them: Whether "All providers" is suggested first.
        all_for_managers: Whether it is suggested to those who may manage, since others are refused it.
        with_slots: Whether to leave out those that don't say how many slots they have.
    """

    async def providers(caller: Caller, typed: str, _: Mapping[str, object]) -> Sequence[Choice]:
        everything = all_of_them or (all_for_managers and caller.may_manage)
        everything = everything and typed.strip().casefold() in ALL_LABEL.casefold()
        all_first = (Choice(label=ALL_LABEL, value=ALL),) if everything else ()
        return (*all_first, *provider_choices(lookup, typed, with_slots=with_slots))

    return providers


def provider_choices(lookup: AccountLookup, typed: str, *, with_slots: bool = False) -> tuple[Choice, ...]:
    """Return the providers that are set up and whose names contain what was typed, with their free slots.

    ``with_slots`` leaves out those that don't say how many slots they have.
    """
    said = typed.strip().casefold()
    meant = (one for one in lookup.providers if said in one.title.casefold() or said in one.name)
    meant = (one for one in meant if one.counts_slots or not with_slots)
    latest = ((words, lookup.pollers[words.name].latest) for words in meant)
    return tuple(
        Choice(label=f"{words.title} · {provider_room(state, lookup.offers)}", value=words.name)
        for words, state in latest
        if state.set_up
    )


def account_choices(lookup: AccountLookup, provider: str | None, typed: str) -> tuple[Choice, ...]:
    """Return the accounts whose names contain what was typed, of one provider or of all, with their free slots."""
    said = typed.strip().casefold()
    found = []
    for name in lookup.named(provider):
        poller = lookup.pollers[name]
        naming, room = lookup.naming(name), _account_rooms(poller, lookup.offers)
        for account in poller.accounts():
            shown = naming.name(account)
            title = shown if provider is not None else f"{lookup.words[name].title} · {shown}"
            value = shown if provider is not None else f"{name}/{shown}"
            if said in title.casefold() or said in value.casefold():
                label = " · ".join(filter(None, (title, room.get(account))))
                found.append(Choice(label=label, value=value[:CHOICE_LENGTH]))
    return tuple(found)


def _account_rooms(poller: ProviderPoller, offers_now: OffersNow) -> Mapping[str, str]:
    """Return how many slots of each account are free; empty while that is not known."""
    snapshot = poller.latest.snapshot
    if snapshot is None or poller.latest.trouble is not None:
        return {}
    offers = offers_now(snapshot)
    return {one.name: f"{account_room(one)}{offered_in_short(offers.of(one.name).slots)}" for one in snapshot.accounts}


class AccountOptions:
    """The options ``provider`` and ``account`` of a command: their suggestions, and how they are recognised.

    Args:
        lookup: Finds providers and accounts by what people type.

    Attributes:
        recognises: Return whether a text in a typed line is a provider or an account, by option.
    """

    def __init__(self, lookup: AccountLookup) -> None:
        self._lookup = lookup
        self.recognises: Mapping[str, Callable[[str], bool]] = {
            "provider": lookup.is_provider,
            "account": lookup.is_account,
        }

    def suggest(
        self, *, all_of_them: bool = False, all_for_managers: bool = False, with_slots: bool = False
    ) -> Mapping[str, Suggest]:
        """Return the functions that suggest values of both options; the arguments are as for ``suggest_providers``."""
        providers = suggest_providers(
            self._lookup, all_of_them=all_of_them, all_for_managers=all_for_managers, with_slots=with_slots
        )
        return {"provider": providers, "account": self.suggest_accounts}

    async def suggest_accounts(self, _: Caller, typed: str, given: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest the accounts of the chosen provider, or of all providers."""
        provider = given.get("provider")
        return account_choices(self._lookup, None if provider is None else str(provider), typed)

    def implied(self, given: Mapping[str, object]) -> Mapping[str, object]:
        """Return the provider of a typed account if only one provider has it."""
        owners = self._lookup.owners(str(given["account"])) if "account" in given and "provider" not in given else ()
        return {"provider": owners[0]} if len(owners) == 1 else {}

    def examples(self) -> Mapping[str, str]:
        """Return the first watched provider as an example, if one is watched."""
        return {"provider": self._lookup.providers[0].name} if self._lookup.providers else {}


def with_owner(lookup: AccountLookup, provider: str, account: str | None) -> tuple[str, str | None]:
    """Return a provider and an account as typed; if an account was typed as the provider, add the one that has it.

    Raises:
        BadInput: Several providers have an account of that name, or the name is close to an account's only.
    """
    if account or lookup.is_provider(provider):
        return provider, account
    before, slash, name = provider.partition("/")
    if lookup.is_account(provider):
        return find_owner(lookup, provider)
    if slash and lookup.is_provider(before):
        return before, name.strip()
    if nearest(provider, (one.title for one in lookup.providers)) is None and (
        meant := _nearest_account(lookup, provider)
    ):
        raise BadInput(f"There is no provider or account {quoted(provider)} here.", option="provider", meant=meant)
    return provider, account


def with_known_owner(lookup: AccountLookup, provider: str | None, account: str | None) -> tuple[str | None, str | None]:
    """Return a provider's name, watched or not, and an account as it was typed; None stands for any.

    Raises:
        BadInput: There is no such provider, or as for ``with_owner``.
    """
    if provider is None:
        return None, account
    owner, named = with_owner(lookup, provider, account)
    return lookup.name_of(owner) if lookup.is_provider(owner) else lookup.provider(owner), named


def find_owner(lookup: AccountLookup, account: str) -> tuple[str, str]:
    """Return the provider of an account that was asked for without one, and the name of the account there.

    The provider may precede the account, or be typed in its place, or be the only one watched or with that account.

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
        have = listed([lookup.title(owner) for owner in owners])
        raise BadInput(f"{have} have an account {quoted(account)}: name the provider, too.", option="provider")
    raise BadInput(
        f"No provider has an account {quoted(account)}.", option="account", meant=_nearest_account(lookup, account)
    )


def _nearest_account(lookup: AccountLookup, account: str) -> str:
    """Return the name of the account of any provider that was likely meant; empty if none is close."""
    return nearest(account, (shown for one in lookup.providers for shown in lookup.names(one.name).values())) or ""
