"""The feature of the waitlist with everything it needs, on a real database."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from bot.accounts.provider_answer import ListedSlots
from bot.alerts.alert import Alert
from bot.chat.command_options import Choice
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.notify.handler import NotifyHandler
from bot.chat.wording.durations import Frees, no_forecast
from bot.chat.wording.provider_words import ProviderWords
from bot.storage.database import Store
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist import Waitlist
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES, WORDS
from tests.chat.two_providers import TwoProviders
from tests.delivery.far_end_log import Clock

GUILD, HOME = 5, 7
KIM = Caller(guild=GUILD, channel=HOME, member=3)
ALEX = Caller(guild=GUILD, channel=HOME, member=4)
BUSY = (
    ListedSlots(account="200300", limit=6, available=0),
    ListedSlots(account="joanna@example.com", limit=2, available=0),
)


class Studio:
    """A feature with everything it needs, on a real database.

    Attributes:
        woken: How often alerts, or changes to them, were stored.
    """

    def __init__(self, store: Store, words: Mapping[str, ProviderWords] = WORDS, frees: Frees = no_forecast) -> None:
        self.store = store
        self.clock = Clock()
        self.woken = 0
        present = PresentWaiters(now=self.clock)
        self.waitlist = Waitlist(store.waiters, present, wake=self._wake, now=self.clock)
        self.providers = TwoProviders(self.clock, (self.waitlist,), words=words, offers=present.offers)
        self.feature = NotifyHandler(
            self.waitlist, self.providers.lookup, frees=frees, zone=UTC, now=self.clock
        ).feature()
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def use(self, caller: Caller, verb: str, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        (command,) = (one for one in self.feature.commands if one.name == f"notify {verb}")
        answer = await self.dispatcher.run(command, caller, command.options(**values))
        assert answer.private
        return drawn(answer)

    async def press(self, caller: Caller, token: str) -> str:
        """Press a button by its token, and read the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        assert not pressed.action.in_place
        answer = await self.dispatcher.press(pressed, caller)
        assert answer.private
        return drawn(answer)

    async def suggested(self, typed: str = "") -> list[Choice]:
        """Return what is suggested to cancel."""
        (command,) = (one for one in self.feature.commands if one.name == "notify cancel")
        return list(await command.suggest["number"](KIM, typed, {}))

    async def waiters(self) -> dict[int, Waiter]:
        """Return who is on the waitlist, by number."""
        return {waiter.id: waiter for waiter in await self.store.waiters.waiters()}

    async def fill(self) -> None:
        """Let MiniMax be full from the next look on, which comes at once."""
        self.providers.rows["minimax"] = BUSY
        await self.providers.look()

    async def offered(self) -> Alert:
        """Look, and tell whoever is offered something."""
        await self.providers.look()
        owed = await self.store.outbox.oldest_owed(HOME)
        assert owed is not None
        await self.store.outbox.mark_delivered(owed.id, 1, self.clock.at)
        return owed.alert

    def _wake(self) -> None:
        self.woken += 1
