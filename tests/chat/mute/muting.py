"""The feature of mutes with everything it needs, on a real database."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.alerts.alert import Alert
from bot.alerts.news import News
from bot.chat.command_options import Choice
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.message import Message
from bot.chat.mute.handler import MuteHandler
from bot.chat.mute.mute_notes import MuteNotes
from bot.storage.database import Store
from bot.subscriptions.mute import Mute, MuteRegistry
from tests.chat.alert.changes import Others, alert
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES
from tests.chat.two_providers import TwoProviders
from tests.delivery.far_end_log import Clock
from tests.moments import NOON, after

GUILD, HOME = 5, 7
KIM = Caller(guild=GUILD, channel=HOME, member=3)
ALEX = Caller(guild=GUILD, channel=HOME, member=4)
BOSS = Caller(guild=GUILD, channel=HOME, member=8, may_manage=True)
KEY = alert(HOME).key
UNREADABLE = "Type 30m, 2h, until 18:00 or tomorrow 08:00; up to 7 days (clock times are in Europe/Berlin)."
UNREADABLE_FOR_MEMBERS = "Type 30m, 2h, or 1h30m; longer than 2 hours needs Manage Server."
TOO_LONG = "Members can mute for up to 2 hours: type 30m or 2h. Longer needs Manage Server."

Subject = tuple[str | None, str | None]


class Studio:
    """The feature with everything it needs, on a real database.

    Attributes:
        edits: How often the editor was woken.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.edits = 0
        self.providers = TwoProviders(self.clock)
        self.mutes = MuteRegistry(store.mutes, now=self.clock)
        notes = MuteNotes(self.mutes, store.messages.note_muted, wake=self._edit)
        handler = MuteHandler(
            self.mutes, notes, store.alerts.get, self.providers.lookup, zone=ZoneInfo("Europe/Berlin"), now=self.clock
        )
        self.feature = handler.feature()
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def use(self, name: str, caller: Caller = KIM, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        return self._read(await self.answer(name, caller, **values))

    async def answer(self, name: str, caller: Caller = KIM, **values: Any) -> Message:  # noqa: ANN401 - as above
        """Use a command and return the answer."""
        (command,) = (one for one in self.feature.commands if one.name == name)
        assert not command.private
        return await self.dispatcher.run(command, caller, command.options(**values))

    async def press(self, key: str = KEY, caller: Caller = KIM) -> str:
        """Press a button that mutes for an hour, and read the answer."""
        return self._read(await self.press_token(f"mute:alert:{key}:1h", caller))

    async def press_token(self, token: str, caller: Caller = KIM) -> Message:
        """Press a button and return the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        return await self.dispatcher.press(pressed, caller)

    async def submit(self, token: str, typed: str, caller: Caller = KIM) -> Message:
        """Submit the form that a button opened, and return the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        assert pressed.action.form is not None
        return await self.dispatcher.press(pressed, caller, (typed,))

    async def suggested(
        self, name: str, typed: str = "", option: str = "account", caller: Caller = KIM, **given: object
    ) -> list[Choice]:
        """Return what is suggested."""
        (command,) = (one for one in self.feature.commands if one.name == name)
        return list(await command.suggest[option](caller, typed, given))

    async def tell(self, *news: News, key: str = KEY, others: Others | None = None) -> Alert:
        """Store an alert."""
        told = alert(HOME, *news, key=key, others=others)
        await self.store.outbox.owe([told], NOON)
        return told

    async def note(self, key: str = KEY) -> Mute | None:
        """Return the mute that an alert's message names."""
        stored = await self.store.alerts.get(key)
        assert stored is not None
        return stored.alert.muted

    async def muted(self, *subjects: Subject) -> None:
        """Mute subjects here, and something elsewhere."""
        for provider, account in subjects:
            await self.mutes.add(mute(provider=provider, account=account))
        await self.mutes.add(mute(channel=1, provider="kling"))

    async def start_again(self) -> None:
        """End every mute and go back to noon, for the next row of a table."""
        for one in self.mutes.all():
            await self.mutes.remove(one)
        self.clock.at, self.edits = NOON, 0

    def here(self) -> list[Subject]:
        """Return what is muted here."""
        return [(one.provider, one.account) for one in self.mutes.in_channel(HOME)]

    def _edit(self) -> None:
        self.edits += 1

    def _read(self, answer: Message) -> str:
        # What changes a channel is said in the channel, all else to whoever asked.
        assert answer.private == (not answer.headline)
        return drawn(answer)


def mute(**terms: Any) -> Mute:  # noqa: ANN401 - fields of many types
    """Make a mute of Kim's for an hour from noon."""
    usual: dict[str, Any] = {"id": 0, "guild": GUILD, "channel": HOME, "by": KIM.member, "until": after(hours=1)}
    return Mute(**{**usual, **terms})
