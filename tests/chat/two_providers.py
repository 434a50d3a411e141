"""Two providers that are polled in a test: MiniMax with two accounts, and Kling, of which nothing is known yet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.accounts.open_offers import OffersNow, no_offers
from bot.accounts.provider_answer import ConfiguredAccount, ListedSlots, ProviderAnswer
from bot.chat.account_lookup import AccountLookup
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.errors import LookFailed
from bot.polling.provider_poller import ProviderPoller, SnapshotListener
from tests.chat.polled import polled
from tests.chat.samples import NAMES, WORDS


class TwoProviders:
    """Polls both providers.

    Attributes:
        rows: What each provider answers with, or why it does not.
        configured: The account lists that are read with each look, by provider.
        pollers: Who asks, by provider.
        lookup: Finds what people mean.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        listeners: Sequence[SnapshotListener] = (),
        names: AccountNames = NAMES,
        words: Mapping[str, ProviderWords] = WORDS,
        offers: OffersNow = no_offers,
    ) -> None:
        self.rows: dict[str, tuple[ListedSlots, ...] | LookFailed] = {
            "minimax": (
                ListedSlots(account="200300", limit=6, available=5),
                ListedSlots(account="joanna@example.com", limit=2, available=0),
            ),
            "kling": (),
        }
        self.configured: dict[str, tuple[ConfiguredAccount, ...]] = {}
        self._words = words
        self._now = now
        self._listeners = listeners
        self.pollers = {name: self._poller(name) for name in self.rows}
        self.lookup = AccountLookup(self.pollers, words, names, offers=offers)

    async def look(self) -> None:
        """Look at both."""
        for poller in self.pollers.values():
            await poller.poll_once()

    def _answer(self, name: str) -> ProviderAnswer | LookFailed:
        rows = self.rows[name]
        if isinstance(rows, LookFailed):
            return rows
        return ProviderAnswer(accounts=rows, counts_slots=self._words[name].counts_slots)

    def _poller(self, name: str) -> ProviderPoller:
        poller = polled(
            name,
            lambda: self._answer(name),
            configured=lambda: self.configured.get(name),
            at=self._now,
            now=self._now,
        )
        for listener in self._listeners:
            poller.add_listener(listener)
        return poller
