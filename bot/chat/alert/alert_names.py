"""What providers and accounts are called wherever alerts and boards are worded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.alerts.alert import Part
from bot.alerts.waiter_notice import WaiterNotice
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.provider_words import ProviderWords, provider_title


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNames:
    """What providers and accounts are called in alerts and boards.

    Attributes:
        words: What each provider is called.
        accounts: How accounts are named.
        among: Returns all known accounts of a provider, so that masked names that look alike get the usual tags.
    """

    words: Mapping[str, ProviderWords]
    accounts: AccountNames
    among: Callable[[str], Iterable[str]] = lambda _provider: ()

    def provider(self, name: str) -> str:
        """Return a provider's title; it may be gone from the catalogue by now."""
        return provider_title(self.words, name)

    def setup_page(self, name: str) -> str | None:
        """Return the page that says how a provider's accounts are set up and signed in again."""
        words = self.words.get(name)
        return None if words is None else words.setup_page

    def of_accounts(self, provider: str, accounts: Iterable[str]) -> Naming:
        """Return the names of some accounts of a provider, told apart from all that are known."""
        return self.accounts.among(provider, (*self.among(provider), *accounts))

    def of_part(self, part: Part) -> Naming:
        """Return the names of the accounts of a provider that an alert is about."""
        told = [news.topic.account for news in part.news if news.topic.account]
        room = [one.account for one in part.room]
        return self.of_accounts(part.provider, (*told, *room))

    def of_notice(self, notice: WaiterNotice) -> Naming:
        """Return the names of the accounts of which slots were asked for or are offered."""
        asked = [] if notice.account is None else [notice.account]
        offered = [one.account for one in notice.offered]
        return self.of_accounts(notice.provider, (*asked, *offered))
