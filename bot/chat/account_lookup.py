"""What can be asked about: the configured providers, and the accounts that were seen there.

Not what is answered (``answers``), nor how one account is named (``names``).
"""

import hashlib
from collections.abc import Mapping

from bot.chat.feature import Choice
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.provider_words import ProviderWords, provider_title
from bot.errors import BadInput
from bot.polling.poller import ProviderPoller

ALL = "all"
"""Stands for all providers in an option; no provider is called so."""

NAMED = 20
"""So many valid accounts are named to someone who asked for one that does not exist."""

MARK_LENGTH = 8


class AccountLookup:
    """Finds what people mean, and names it.

    Args:
        watchers: Who looks, by provider.
        words: How each provider is spoken of.
        names: How accounts are named.
    """

    def __init__(
        self, watchers: Mapping[str, ProviderPoller], words: Mapping[str, ProviderWords], names: AccountNames
    ) -> None:
        self._watchers = watchers
        self._words = words
        self._names = names

    @property
    def providers(self) -> tuple[ProviderWords, ...]:
        """List the providers that can be asked about."""
        return tuple(self._words[name] for name in self._watchers)

    def suggestions(self, provider: str | None, typed: str) -> tuple[Choice, ...]:
        """Suggest accounts that hold what was typed; of all providers where none was chosen."""
        chosen = self._watchers if provider is None else {provider} & self._watchers.keys()
        found = []
        for name in chosen:
            watcher = self._watchers[name]
            naming = self._naming(watcher)
            for account in watcher.accounts():
                shown = naming.name(account)
                title = shown if provider is not None else f"{self._words[name].title} · {shown}"
                value = shown if provider is not None else f"{name}/{shown}"
                found.append(Choice(label=title[:100], value=value[:100]))
        return tuple(one for one in found if typed.casefold() in one.label.casefold())

    def provider(self, name: str) -> str:
        """Confirm that a provider can be asked about; raises ``BadInput`` where it can't."""
        return self._watcher(name).provider

    def account(self, provider: str, asked: str) -> str:
        """Find an account's name at its provider.

        Args:
            provider: The provider's name.
            asked: The account's name, its alias, what it is shown as, its mark, or the value of a suggestion.

        Raises:
            BadInput: There is no such provider or account.
        """
        watcher, asked = self._watcher(provider), asked.removeprefix(f"{provider}/")
        accounts = watcher.accounts()
        naming = self._naming(watcher)
        for account in accounts:
            if _means(asked, account, naming):
                return account
        title = self._words[watcher.provider].title
        if not accounts:
            raise BadInput(f"No account of {title} is known yet; leave the account out.")
        known = ", ".join(naming.name(account) for account in accounts[:NAMED])
        more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
        raise BadInput(f"{title} has no account {asked}. There are: {known}{more}.")

    def meant(self, provider: str, account: str | None) -> tuple[str | None, str | None]:
        """Find the provider, or ``ALL``, and the account that somebody asks for; None stands for all of them.

        Raises:
            BadInput: There is no such provider or account.
        """
        if provider != ALL:
            found = self.provider(provider)
            return found, self.account(found, account) if account else None
        if account:
            raise BadInput("An account belongs to one provider: choose that, or leave the account out.")
        return None, None

    def title(self, provider: str | None, account: str | None = None) -> str:
        """Name what can be asked about, for places that show text as it is; it may be gone by now."""
        if provider is None:
            return "All providers"
        title = provider_title(self._words, provider)
        if account is None:
            return title
        watcher = self._watchers.get(provider)
        raw = self._names.raw(provider, account) if watcher is None else self._naming(watcher).raw(account)
        return f"{title} · {raw}"

    def means(self, asked: str, provider: str, account: str) -> bool:
        """Return whether ``asked`` names an account, as ``account`` would find it; the account may be gone by now."""
        watcher = self._watchers.get(provider)
        naming = self._names.among(provider, (account,)) if watcher is None else self._naming(watcher)
        return _means(asked.removeprefix(f"{provider}/"), account, naming)

    def slots(self, provider: str | None) -> tuple[str, int] | None:
        """Name a provider and count its slots, as of the newest look; None where they are not known.

        Args:
            provider: The provider's name; None for that of all which has the fewest.
        """
        chosen = self._watchers if provider is None else {provider} & self._watchers.keys()
        seen = {name: snapshot.total for name in chosen if (snapshot := self._watchers[name].latest.snapshot)}
        known = [(self._words[name].title, total) for name, total in seen.items() if total]
        return min(known, key=lambda pool: pool[1], default=None)

    def _watcher(self, name: str) -> ProviderPoller:
        if name not in self._watchers:
            raise BadInput(f"There is no provider {name} here. There are: {', '.join(self._watchers)}.")
        return self._watchers[name]

    def _naming(self, watcher: ProviderPoller) -> Naming:
        return self._names.among(watcher.provider, watcher.accounts())


def _means(asked: str, account: str, naming: Naming) -> bool:
    return asked in {account, account_mark(account)} or asked.casefold() == naming.name(account).casefold()


def account_mark(account: str) -> str:
    """Return a short hash in place of an account's name: for buttons, where a name may not be seen or does not fit."""
    return hashlib.sha256(account.encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]
