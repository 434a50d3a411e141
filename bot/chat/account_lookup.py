"""Finds the provider or account that a person means, among those that are watched; and names them."""

import re
from collections.abc import Callable, Iterable, Mapping

from bot.accounts.open_offers import OffersNow, no_offers
from bot.accounts.snapshot import LatestState
from bot.chat.typed.spelling import nearest, quoted, run_together, spellings
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.provider_words import ProviderWords, Watched, provider_title
from bot.errors import BadInput
from bot.platforms import CommandName, Sentence
from bot.polling.provider_poller import ProviderPoller

ALL = "all"
"""The option's value for all providers; no provider has this name."""

ALL_LABEL = "All providers"

NAMED = 20
"""Maximum number of accounts listed in the error for an unknown account."""


class AccountLookup:
    """Finds providers and accounts by what people type, and names them.

    Args:
        pollers: The poller of each provider, by name.
        words: Each provider's words, by its name.
        names: How accounts are named.
        why_none: Returns why no provider is watched; called only if none is.
        offers: Returns which free slots are offered to waiters.
        searches: Whether the bot searches for providers; otherwise the settings name them.

    Attributes:
        pollers: As given, like ``words``, ``account_names``, ``why_none`` and ``offers``.
    """

    def __init__(
        self,
        pollers: Mapping[str, ProviderPoller],
        words: Mapping[str, ProviderWords],
        names: AccountNames,
        *,
        why_none: Callable[[], Sentence] = lambda: ("None is set up.",),
        offers: OffersNow = no_offers,
        searches: bool = False,
    ) -> None:
        self.why_none = why_none
        self.offers = offers
        self._searches = searches
        self.pollers = pollers
        self.words = words
        by_title = {run_together(one.title): name for name, one in words.items()}
        everything = dict.fromkeys((run_together(ALL_LABEL), "everything", ALL), ALL)
        self._spelt = {**by_title, **{name: name for name in words}, **everything}
        self.account_names = names

    @property
    def providers(self) -> tuple[ProviderWords, ...]:
        """The watched providers."""
        return tuple(self.words[name] for name in self.pollers)

    @property
    def why_not_watched(self) -> str:
        """Why a known provider is not watched, as the end of a sentence."""
        return "useapi.net has no account of it" if self._searches else "the setting PROVIDERS leaves it out"

    def named(self, provider: object) -> tuple[str, ...]:
        """Return the provider given in another option as a tuple: empty if it is unknown, all if it is left out."""
        if provider is None:
            return tuple(self.pollers)
        return tuple({self.name_of(str(provider))} & self.pollers.keys())

    def name_of(self, asked: str) -> str:
        """Return the name of a typed provider, watched or not, or ``ALL``; an unknown one is returned as typed."""
        return asked if asked in self.words else self._spelt.get(run_together(asked), asked)

    def is_provider(self, typed: str) -> bool:
        """Return whether a text names a provider, watched or not, or all of them."""
        return self.name_of(typed) in {ALL, *self.words}

    def is_account(self, typed: str) -> bool:
        """Return whether a text names an account, with or without its provider: ``kling/studio-b``."""
        before, _, name = typed.partition("/")
        return bool(self.owners(typed)) or self.name_of(before) in self.owners(name)

    def owners(self, account: str) -> tuple[str, ...]:
        """Return the providers with an account of this name, either the one shown or the provider's own."""
        known = ((name, self.names(name)) for name in self.pollers)
        said = spellings(account)
        return tuple(name for name, names in known if not said.isdisjoint(map(str.casefold, (*names, *names.values()))))

    def provider(self, name: str, *, otherwise: Callable[[], Sentence] = tuple) -> str:
        """Return a provider's name, given that or its title in any case.

        Raises:
            BadInput: It is unknown; ends with what ``otherwise`` returns if no known one is close.
        """
        return self._poller(name, otherwise).provider

    def latest(self, provider: str) -> LatestState | None:
        """Return a provider's latest state; None if it is not watched."""
        poller = self.pollers.get(provider)
        return None if poller is None else poller.latest

    def is_set_up(self, provider: str) -> bool:
        """Return whether a provider is watched and has an account at useapi.net, as of the newest look."""
        latest = self.latest(provider)
        return latest is not None and latest.set_up

    def is_gone(self, provider: str | None, account: str | None) -> bool:
        """Return whether useapi.net has not named an account of a watched provider for so long that it is forgotten."""
        poller = None if provider is None else self.pollers.get(provider)
        return poller is not None and account is not None and poller.has_forgotten(account)

    def require_set_up(self, provider: str) -> None:
        """Raise ``BadInput`` if a provider has no account at useapi.net."""
        if not self._poller(provider).latest.set_up:
            hint = "Once an account is configured there, it shows up here within ten minutes."
            said = f"{self.words[provider].title} is not set up at useapi.net. {hint}"
            raise BadInput(said, option="provider")

    def untold_slots(self, provider: str | None) -> str | None:
        """Return the beginning of a sentence, "… doesn't say how many slots …, so", if that is true of a provider."""
        if provider is None or provider not in self.words or self.words[provider].counts_slots:
            return None
        return f"{self.words[provider].title} doesn't say how many slots its accounts have, so"

    def require_slots(self, provider: str, what: str) -> None:
        """Raise ``BadInput`` if a provider's number of slots is never known; ``what`` ends the sentence."""
        if (untold := self.untold_slots(provider)) is not None:
            raise BadInput(f"{untold} {what}. ", CommandName("capacity"), " shows what runs there.", option="provider")

    def account(self, provider: str, asked: str) -> str:
        """Return an account's name at its provider.

        Args:
            provider: The provider's name.
            asked: The account's name, its alias, the name it is shown by, its mark, or a suggestion's value.

        Raises:
            BadInput: There is no such provider or account.
        """
        poller = self._poller(provider)
        asked = self._without_provider(poller.provider, asked)
        accounts = poller.accounts()
        naming = self.naming(poller.provider)
        if found := [account for account in accounts if _matches(asked, account, naming)]:
            return asked if asked in found else found[0]
        title = self.words[poller.provider].title
        if not accounts:
            raise BadInput(f"No account of {title} is known yet; leave the account out.", option="account")
        if (meant := nearest(asked, [naming.name(account) for account in accounts])) is not None:
            raise BadInput(f"{title} has no account {quoted(asked)}.", option="account", meant=meant)
        known = ", ".join(naming.name(account) for account in accounts[:NAMED])
        more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
        # A mark comes from a button, so don't quote it: nobody typed it.
        missing = "such account now" if re.fullmatch(r"[0-9a-f]{8}", asked) else f"account {quoted(asked)}"
        raise BadInput(f"{title} has no {missing}. There are: {known}{more}.", option="account")

    def meant(self, provider: str, account: str | None) -> tuple[str | None, str | None]:
        """Return the provider and the account that were asked for; None stands for all.

        Raises:
            BadInput: There is no such provider or account.
        """
        if self.name_of(provider) != ALL:
            found = self.provider(provider)
            return found, self.account(found, account) if account else None
        if account:
            raise BadInput(
                "An account belongs to one provider: choose that, or leave the account out.", option="account"
            )
        return None, None

    def title(self, provider: str | None, account: str | None = None) -> str:
        """Return the title of a provider or account, which may be gone by now; not escaped."""
        if provider is None:
            return ALL_LABEL
        title = provider_title(self.words, provider)
        if account is None:
            return title
        return f"{title} · {self.naming(provider, (account,)).name(account)}"

    def naming(self, provider: str, accounts: Iterable[str] = ()) -> Naming:
        """Return distinct names of a provider's known accounts, and of ``accounts``, which may be gone by now."""
        poller = self.pollers.get(provider)
        return self.account_names.among(provider, (*(() if poller is None else poller.accounts()), *accounts))

    def names(self, provider: str) -> Mapping[str, str]:
        """Return the names shown for a provider's known accounts, by account."""
        poller = self._poller(provider)
        naming = self.naming(poller.provider)
        return {account: naming.name(account) for account in poller.accounts()}

    def matches(self, asked: str, provider: str, account: str) -> bool:
        """Return whether ``asked`` names an account, which may be gone by now, as ``account`` would find it."""
        return _matches(self._without_provider(provider, asked), account, self.naming(provider, (account,)))

    def mark(self, account: str | None) -> str:
        """Return the mark that stands for an account in a button; empty for None."""
        return "" if account is None else self.account_names.mark(account)

    def slots(self, provider: str | None) -> tuple[str, int] | None:
        """Return a provider's title and number of slots, as of the newest look; None if unknown.

        Args:
            provider: The provider's name; None for the one with the fewest slots.
        """
        chosen = self.pollers if provider is None else {provider} & self.pollers.keys()
        seen = {name: snapshot.total for name in chosen if (snapshot := self.pollers[name].latest.snapshot)}
        known = [(self.words[name].title, total) for name, total in seen.items() if total]
        return min(known, key=lambda pool: pool[1], default=None)

    def holdings(self, provider: str | None) -> tuple[Watched, ...]:
        """Return the accounts and slots of a provider, or of all that are set up; empty if nothing is known yet."""
        chosen = (poller for name, poller in self.pollers.items() if provider in {None, name})
        return tuple(
            (self.words[poller.provider].title, len(snapshot.accounts), snapshot.total)
            for poller in chosen
            if (snapshot := poller.latest.snapshot) is not None and poller.latest.set_up and snapshot.accounts
        )

    def _poller(self, name: str, otherwise: Callable[[], Sentence] = tuple) -> ProviderPoller:
        known = self.name_of(name)
        if known in self.pollers:
            return self.pollers[known]
        if not self.pollers:
            raise BadInput("No provider is watched: ", *self.why_none(), option="provider")
        if known in self.words:
            raise BadInput(f"{self.words[known].title} is not watched: ", *self._absence(known), option="provider")
        titles = [words.title for words in self.providers]
        if known == ALL:
            raise BadInput(f"Name one provider. There are: {', '.join(titles)}.", option="provider")
        meant = nearest(name, titles)
        hint = () if meant else (f" There are: {', '.join(titles)}.", *otherwise())
        raise BadInput(f"There is no provider {quoted(name)} here.", *hint, option="provider", meant=meant or "")

    def _absence(self, provider: str) -> Sentence:
        if self._searches and self.words[provider].on_request:
            return ("it may be gone, so it is watched only where PROVIDERS names it.",)
        if not self._searches:
            return (f"{self.why_not_watched}.",)
        hint = f"{self.why_not_watched}. A new account is found within an hour, or at once with "
        return (hint, CommandName("doctor"), ".")

    def _without_provider(self, provider: str, account: str) -> str:
        """Return a typed account without the name or title of its provider, which may precede it."""
        before, slash, name = account.partition("/")
        return name.strip() if slash and self.name_of(before) == provider else account


def _matches(asked: str, account: str, naming: Naming) -> bool:
    known = {account.casefold(), naming.name(account).casefold()}
    return not known.isdisjoint(spellings(asked)) or asked == naming.names.mark(account)
