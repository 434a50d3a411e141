"""``/why``: who may ask about which alert, by how much of its id, and which are offered."""

from dataclasses import replace

import pytest
from discord.app_commands import Command, ContextMenu
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.evaluate_look import Evaluation
from bot.alerts.news import Withheld, WithheldBecause
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.chat.alert.alert_names import AlertNames
from bot.chat.command_options import Choice
from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.message import Menu, Message
from bot.chat.why.handler import WhyHandler, WhyOptions
from bot.storage.database import Store
from tests.chat.alert.changes import FREED, FULL, OTHER, alert
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.chat.samples import NAMES, WORDS
from tests.chat.unplugged import unplug
from tests.moments import NOON, after

GUILD, HOME, HIDDEN = 5, 7, 8
KIM = Caller(guild=GUILD, channel=HOME, member=3, can_view=lambda channel: channel == HOME)
MODERATOR = replace(KIM, can_view=lambda channel: channel in {HOME, HIDDEN}, viewable=lambda: (HOME, HIDDEN))
KEY = alert(HOME).key


class Linked(KnownChannels):
    """Channels whose messages have addresses."""

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        return f"https://chat.example/{guild}/{channel}/{message}"


class Studio:
    """The feature on a real database."""

    def __init__(self, store: Store) -> None:
        self.store = store
        names = AlertNames(words=WORDS, accounts=NAMES)
        self.feature = WhyHandler(store.alerts, names, Linked()).feature()
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def why(self, asked: str | None, caller: Caller = KIM) -> str:
        """Ask by the command, and read the answer."""
        return self._read(await self._answer(asked, caller))

    async def listed(self, asked: str | None) -> list[tuple[str, str]]:
        """Ask by the command, and return what can be chosen below the answer."""
        menus = [one for one in (await self._answer(asked, KIM)).actions if isinstance(one, Menu)]
        assert all((one.action, one.arguments) == ("why:alert", ()) for one in menus)
        return [(choice.label, choice.value) for menu in menus for choice in menu.choices]

    async def press(self, key: str) -> str:
        """Ask by an alert's button, and read the answer."""
        pressed = self.dispatcher.find(f"why:alert:{key}")
        assert pressed is not None
        assert not pressed.action.in_place
        return self._read(await self.dispatcher.press(pressed, KIM))

    async def ask(self, message: int, caller: Caller = KIM) -> str:
        """Ask in the menu of a message, and read the answer."""
        (command,) = self.feature.message_commands
        assert command.name == "Why this alert?"
        return self._read(await self.dispatcher.run_on_message(command, caller, message))

    async def offered(self, typed: str = "", caller: Caller = KIM) -> list[Choice]:
        """Return what is offered while somebody types."""
        (command,) = self.feature.commands
        return list(await command.suggest["id"](caller, typed, {}))

    async def tell(self, told: Alert, message_id: int = 99) -> None:
        """Owe an alert, and note that it was sent."""
        await self.store.outbox.owe([told], NOON)
        owed = await self.store.outbox.oldest_owed(told.channel)
        assert owed is not None
        await self.store.outbox.note_attempt(owed.id, owed.version, NOON)
        await self.store.outbox.mark_delivered(owed.id, message_id, NOON)

    async def withhold(self, *keys: str, channel: int = HOME) -> None:
        """Store alerts that a mute kept from being sent."""
        muted = Withheld(why=WithheldBecause.MUTED, until=after(hours=1), by=7)
        unsent = tuple(Unsent(alert=alert(channel, OTHER, key=key), withheld=muted) for key in keys)
        await self.store.save_evaluation("minimax", Evaluation(remembered=ProviderMemory(), unsent=unsent), NOON)

    async def _answer(self, asked: str | None, caller: Caller) -> Message:
        (command,) = self.feature.commands
        assert command.private
        return await self.dispatcher.run(command, caller, WhyOptions(alert=asked))

    def _read(self, answer: Message) -> str:
        assert answer.private
        return drawn(answer)


@pytest.fixture
def studio(store: Store) -> Studio:
    return Studio(store)


async def test_the_id_or_more_or_less_of_it_names_an_alert_and_so_does_its_button(studio: Studio) -> None:
    await studio.tell(alert(HOME, FULL))
    await studio.withhold("mute2345")
    for asked in ("abcd2345", KEY, "abcd", " ABCD2345 ", "id abcd2345", "Id abcd2345efgh"):
        answer = await studio.why(asked)
        assert answer.startswith("[full] Details · MiniMax\n🔴 **studio-a** filled up at ")
        assert f"https://chat.example/{GUILD}/{HOME}/99" in answer
    assert await studio.press(KEY) == await studio.why("abcd2345")
    assert 'There is no alert "zzzz2345" here.' in await studio.press("zzzz2345")


async def test_one_that_was_not_sent_says_why_not(studio: Studio) -> None:
    await studio.withhold("mute2345")
    answer = await studio.why("mute2345")
    assert r"**jo…@example.com** filled up at " in answer
    assert f"Not posted: muted by <@7> until <t:{int(after(hours=1).timestamp())}:t>" in answer


async def test_what_does_not_exist_is_said_to_be_not_there(studio: Studio) -> None:
    await studio.withhold("qqqq2345")
    hidden = await studio.why("zzzz2345", replace(KIM, channel=1))
    assert 'There is no alert "zzzz2345" here. Nothing was posted or held back here in the last days.' in hidden
    for asked in ("zzzz2345", "abc", "", "abcd2345 ", "%%%%", "abcd_345", "x" * 6000, "@everyone <@1>"):
        answer = await studio.why(asked)
        assert "There is no alert " in answer
        assert "Choose one of the newest, posted or not; Details below an alert says the same." in answer
        assert [value for _, value in await studio.listed(asked)] == ["qqqq2345"]


async def test_without_an_id_the_newest_can_be_chosen(studio: Studio) -> None:
    assert "Nothing was posted or held back here in the last days." in await studio.why(None)
    await studio.tell(alert(HOME, FULL))
    await studio.withhold("mute2345")
    await studio.withhold("hide2345", channel=HIDDEN)
    assert "`/capacity` says what is full right now." in await studio.why(None)
    assert await studio.listed(None) == [(one.label, one.value) for one in await studio.offered()]
    assert [value for _, value in await studio.listed(None)] == ["mute2345", KEY]
    await unplug(studio.store, "alert")
    assert "The database does not answer." in await studio.why(None)


async def test_of_several_that_begin_so_more_must_be_typed(studio: Studio) -> None:
    await studio.withhold("abcd0", *(f"abcd{number}xyz" for number in reversed(range(7))))
    sentence = "Several alerts begin with abcd, such as abcd0xyz, abcd1xyz, abcd2xyz, abcd3xyz, abcd4xyz: type"
    assert sentence in await studio.why("abcd")
    assert (await studio.why("abcd0")).endswith("(alert abcd0)")


async def test_alerts_of_channels_that_the_member_can_not_view_are_not_there(studio: Studio) -> None:
    await studio.withhold("mute2345", channel=HIDDEN)
    assert 'There is no alert "mute2345" here.' in await studio.why("mute2345")
    assert await studio.offered() == []
    assert "Not posted" in await studio.why("mute2345", MODERATOR)
    assert [one.value for one in await studio.offered(caller=MODERATOR)] == ["mute2345"]
    await studio.withhold("mute6789")  # of those that begin alike only what may be viewed counts
    assert (await studio.why("mute")).endswith("(alert mute6789)")


async def test_what_was_told_directly_is_explained_to_that_member_alone(studio: Studio) -> None:
    gone = WaiterNotice(kind=NoticeKind.EXPIRED, waiter=1, member=KIM.member, provider="minimax", asked_at=NOON)
    await studio.tell(Alert(key=KEY, channel=HIDDEN, at=NOON, content=gone))
    directly = replace(KIM, guild=0, channel=99)
    assert "Details" in await studio.why(KEY, directly)
    assert "There is no alert" in await studio.why(KEY, replace(directly, member=KIM.member + 1))


async def test_the_newest_are_offered_and_those_that_hold_what_is_typed(studio: Studio) -> None:
    await studio.tell(alert(HOME, FULL))
    await studio.tell(alert(HOME, FREED, key="freed345efgh67234567"))
    await studio.withhold("mute2345efgh67234567")
    muted, freed, full = await studio.offered()
    assert (full.label, full.value) == ("abcd2345 · 🔴 MiniMax: studio-a is full · posted", KEY)
    assert freed.value == "freed345efgh67234567"
    assert muted.label.endswith("is full · not posted: muted")
    assert await studio.offered("NOT POSTED") == [muted]
    assert await studio.offered("abcd2345efgh6") == [full]
    assert await studio.offered("ABCD2345") == [full]
    assert await studio.offered("nothing of it") == []


async def test_all_that_is_searched_is_found_and_no_more(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.why.handler.SEARCHED", 20)  # instead of two hundred
    await studio.withhold(*(f"k{number:07}" for number in range(21)))
    offered = await studio.offered()
    assert [one.value for one in offered] == [f"k{number:07}" for number in range(20, 0, -1)]
    assert len(await studio.offered("k0000001")) == 1
    assert await studio.offered("k0000000") == []


async def test_a_database_that_is_away_is_named_and_offers_nothing(studio: Studio) -> None:
    await studio.withhold("mute2345")
    await unplug(studio.store, "alert")
    answer = await studio.why("mute2345")
    assert "The database does not answer. Try again in a minute." in answer
    assert "changed" not in answer
    assert await studio.offered() == []


async def test_discord_offers_it_to_everybody_and_the_id_can_be_left_out(studio: Studio) -> None:
    registered, menu = commands_of(studio.feature, studio.dispatcher)
    assert isinstance(menu, ContextMenu)
    assert (menu.name, menu.default_permissions) == ("Why this alert?", None)
    assert isinstance(registered, Command)
    (option,) = registered.parameters
    assert (registered.name, registered.default_permissions) == ("why", None)
    assert (option.display_name, option.required, option.autocomplete) == ("id", False, True)


async def test_the_menu_of_an_alert_says_what_its_button_does_and_of_other_messages_so(studio: Studio) -> None:
    await studio.tell(alert(HOME, FULL), 99)
    asked = await studio.ask(99)
    assert asked.startswith("[full] Details · MiniMax")
    pressed = (await studio.press(KEY)).split("\n")
    assert asked.split("\n") == [line for line in pressed if not line.startswith("[To the message]")]
    for message, caller in ((98, KIM), (99, replace(KIM, channel=1))):
        assert "That message is no alert of this bot" in await studio.ask(message, caller)
    await unplug(studio.store, "alert")
    assert "The database does not answer." in await studio.ask(99)
