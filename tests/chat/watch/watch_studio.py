"""The feature of watches with everything it needs, on a real database."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.alerts.alert import Drill
from bot.chat.command_options import ChannelChoice, Choice, RoleChoice
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.watch.handler import WatchHandler
from bot.chat.wording.provider_words import ProviderWords
from bot.delivery.greeting_and_drill import DrillRunner
from bot.storage.database import Store
from bot.subscriptions.mute import MuteRegistry
from bot.subscriptions.watch import Watch
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.chat.samples import NAMES, WORDS
from tests.chat.two_providers import TwoProviders
from tests.delivery.far_end_log import Clock

GUILD, HOME, ALERTS, ROLE = 5, 7, 8, 9
CALLER = Caller(guild=GUILD, channel=HOME, member=3)
OURS: Mapping[str, type[ChannelChoice | RoleChoice]] = {"channel": ChannelChoice, "role": RoleChoice}


class Studio:
    """A feature with everything it needs, on a real database.

    Attributes:
        store: The database.
        channels: What is known of channels.
        watches: All watches.
        mutes: All mutes.
        providers: The providers.
    """

    def __init__(self, store: Store, settings: Watch | None, words: Mapping[str, ProviderWords] = WORDS) -> None:
        self.store = store
        self.clock = Clock()
        self.channels = KnownChannels()
        self.watches = WatchRegistry(store.watches, () if settings is None else (settings,))
        self.mutes = MuteRegistry(store.mutes, now=self.clock)
        self.providers = TwoProviders(self.clock, words=words)
        drill = DrillRunner(
            owe=store.outbox.owe,
            status=store.outbox.delivery_status,
            wake=lambda: None,
            now=self.clock,
            sleep=self._tell,
        )
        lookup, clock = self.providers.lookup, self.clock
        self.feature = WatchHandler(self.watches, lookup, self.channels, drill, self.mutes, now=clock).feature()
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def use(self, verb: str, /, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        return await self.use_as(CALLER, verb, values)

    async def use_as(self, caller: Caller, verb: str, values: Mapping[str, Any]) -> str:
        """Use a command as somebody else."""
        (command,) = (one for one in self.feature.commands if one.name == f"watch {verb}")
        options = command.options(**{name: OURS[name](id=one) if name in OURS else one for name, one in values.items()})
        answer = await self.dispatcher.run(command, caller, options)
        assert command.private
        return drawn(answer)

    async def suggested(self, verb: str, option: str, typed: str = "", caller: Caller = CALLER) -> list[Choice]:
        """Return what is suggested."""
        (command,) = (one for one in self.feature.commands if one.name == f"watch {verb}")
        return list(await command.suggest[option](caller, typed, {}))

    async def stored(self) -> dict[int, Watch]:
        """Return the stored watches by their numbers."""
        return {watch.id: watch for watch in await self.store.watches.all()}

    async def _tell(self, seconds: float) -> None:
        """Let what is owed arrive while somebody waits for it."""
        for channel in await self.store.outbox.owed_channels():
            owed = await self.store.outbox.oldest_owed(channel)
            assert owed is not None
            assert owed.alert.content == Drill()
            assert owed.alert.roles == ()  # nobody asked to be pinged
            await self.store.outbox.mark_delivered(owed.id, 1, self.clock.at + timedelta(seconds=2 * seconds))
