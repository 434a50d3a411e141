"""Discord and Slack on one database: a manager on one sees and changes what is that platform's, and nothing else."""

from dataclasses import dataclass
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app.platform_assembly import ChannelRouter
from bot.boards.board_registry import BoardRegistry
from bot.chat.alert.alert_names import AlertNames
from bot.chat.board.handler import BoardHandler
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller, Feature
from bot.chat.mute.handler import MuteHandler
from bot.chat.mute.mute_notes import MuteNotes
from bot.chat.notify.handler import NotifyHandler
from bot.chat.report.schedule_commands import ScheduleCommands
from bot.chat.watch.handler import WatchHandler
from bot.chat.why.handler import WhyHandler
from bot.delivery.greeting_and_drill import DrillRunner
from bot.platforms import Platform
from bot.storage.database import Store
from bot.subscriptions.mute import MuteRegistry
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waitlist import Waitlist
from tests.chat.alert.changes import alert
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.chat.notify.notify_studio import BUSY
from tests.chat.samples import NAMES, WORDS
from tests.chat.two_providers import TwoProviders
from tests.delivery.far_end_log import Clock
from tests.moments import NOON
from tests.rows import each_row

KIM = Caller(guild=5, channel=7, member=3, may_manage=True)
ANN = Caller(guild=-5, channel=-7, member=-3, may_manage=True)
OTHER = {KIM: ANN, ANN: KIM}
KEYS = {KIM: "abcd2345efgh67234567", ANN: "zyxw2345efgh67234567"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Something that people make, list and end: how each is typed, and what shows in the list that it is there."""

    make: str
    values: dict[str, Any]
    listed: str
    shown: str
    end: str
    undo: str = ""


KINDS = (
    Kind(
        make="watch add",
        values={"provider": "kling"},
        listed="watch list",
        shown="Kling",
        end="watch remove",
        undo="watch:undo",
    ),
    Kind(
        make="board add",
        values={"providers": "kling"},
        listed="board list",
        shown="Kling",
        end="board remove",
        undo="board:undo",
    ),
    Kind(
        make="report every",
        values={"when": "Monday 09:00"},
        listed="report list",
        shown="Monday",
        end="report stop",
        undo="report:undo",
    ),
    Kind(
        make="notify me",
        values={"provider": "minimax"},
        listed="notify list",
        shown="MiniMax",
        end="notify cancel",
        undo="notify:undo",
    ),
)
NUMBER = {"watch remove": "watch", "board remove": "board", "report stop": "report", "notify cancel": "number"}


class Studio:
    """The features that keep something, on a real database that both platforms share."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = clock = Clock()
        channels = ChannelRouter(
            {
                Platform.DISCORD: KnownChannels(names={7: "here"}, guilds={7: 5}),
                Platform.SLACK: KnownChannels(names={-7: "there"}, guilds={-7: -5}),
            }
        )
        self.waitlist = Waitlist(store.waiters, PresentWaiters(now=clock), wake=_nothing, now=clock)
        self.providers = TwoProviders(clock, (self.waitlist,))
        lookup = self.providers.lookup
        self.mutes = MuteRegistry(store.mutes, now=clock)
        settled = tuple(Watch(id=FROM_SETTINGS, guild=None, channel=channel) for channel in (7, -7))
        self.watches = WatchRegistry(store.watches, settled)
        boards = BoardRegistry(
            store.boards,
            latest=lambda: {name: poller.latest for name, poller in self.providers.pollers.items()},
            wake=_nothing,
            now=clock,
        )
        zone = ZoneInfo("Europe/Berlin")
        schedules = ScheduleCommands(store.reports, channels, changed=_nothing, zone=zone, now=clock)
        drill = DrillRunner(
            owe=store.outbox.owe, status=store.outbox.delivery_status, wake=_nothing, now=clock, sleep=self._sleep
        )
        notes = MuteNotes(self.mutes, store.messages.note_muted, wake=_nothing)
        self.features = (
            WatchHandler(self.watches, lookup, channels, drill, self.mutes, now=clock).feature(),
            BoardHandler(boards, lookup, self.watches, channels).feature(),
            Feature(name="report", commands=schedules.commands(), actions=schedules.actions()),
            NotifyHandler(self.waitlist, lookup, zone=UTC, now=clock).feature(),
            MuteHandler(self.mutes, notes, store.alerts.get, lookup, zone=zone, now=clock).feature(),
            WhyHandler(store.alerts, AlertNames(words=WORDS, accounts=NAMES), channels).feature(),
        )
        self.dispatcher = Dispatcher(self.features, NAMES)

    async def use(self, caller: Caller, name: str, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        (command,) = (one for each in self.features for one in each.commands if one.name == name)
        answer = await self.dispatcher.run(command, caller, command.options(**values))
        return drawn(answer)

    async def press(self, caller: Caller, token: str) -> str:
        """Press a button and read the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        answer = await self.dispatcher.press(pressed, caller)
        return drawn(answer)

    async def _sleep(self, _: float) -> None:
        """Have nobody wait for a drill that nothing delivers."""
        raise TimeoutError


def _nothing() -> None:
    """Wake nobody."""


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store)
    made.providers.rows["minimax"] = BUSY
    await made.providers.look()
    return made


@pytest.mark.parametrize("caller", [KIM, ANN], ids=["discord", "slack"])
@each_row("kind", KINDS)
async def test_what_was_made_on_one_platform_is_out_of_reach_on_the_other(
    studio: Studio, kind: Kind, caller: Caller
) -> None:
    empty = {one: await studio.use(one, kind.listed) for one in (KIM, ANN)}
    await studio.use(caller, kind.make, **kind.values)
    assert kind.shown in await studio.use(caller, kind.listed)
    assert await studio.use(OTHER[caller], kind.listed) == empty[OTHER[caller]]

    number = {NUMBER[kind.end]: 1}
    refused = await studio.use(OTHER[caller], kind.end, **number)
    assert kind.shown in await studio.use(caller, kind.listed)
    assert kind.shown not in refused

    await studio.use(caller, kind.end, **number)
    await studio.press(OTHER[caller], f"{kind.undo}:1")
    assert await studio.use(OTHER[caller], kind.listed) == empty[OTHER[caller]]
    assert await studio.use(caller, kind.listed) == empty[caller]


async def test_each_sees_the_watch_of_its_own_settings_and_tries_that_one(studio: Studio) -> None:
    for caller in (KIM, ANN):
        said = await studio.use(caller, "watch list")
        assert "1 watch" in said
        assert "from settings" in said
        assert f"<#{caller.channel}>" in said
        before = set(await studio.store.outbox.owed_channels())
        await studio.use(caller, "watch test", watch=FROM_SETTINGS)
        assert set(await studio.store.outbox.owed_channels()) - before == {caller.channel}


async def test_a_mute_is_of_its_own_channel_and_ended_there(studio: Studio) -> None:
    await studio.use(KIM, "mute", provider="minimax")
    assert [one.channel for one in studio.mutes.all()] == [KIM.channel]
    assert "Nothing is muted here." in await studio.use(ANN, "unmute")
    await studio.press(ANN, "mute:undo:1:1")
    assert [one.channel for one in studio.mutes.all()] == [KIM.channel]


async def test_an_alert_is_explained_on_its_own_platform_only(studio: Studio) -> None:
    for one, key in KEYS.items():
        await studio.store.outbox.owe([alert(one.channel, key=key)], NOON)
    for caller in (KIM, ANN):
        assert "There is no alert" not in await studio.use(caller, "why", alert=KEYS[caller])
        assert "There is no alert" in await studio.use(caller, "why", alert=KEYS[OTHER[caller]])
        assert "There is no alert" in await studio.press(caller, f"why:alert:{KEYS[OTHER[caller]]}")
        assert "forgotten" in await studio.press(caller, f"mute:alert:{KEYS[OTHER[caller]]}:1h")


@each_row("caller", [KIM, ANN], ids=["discord", "slack"])
async def test_a_button_of_before_the_first_release_gets_a_sentence(studio: Studio, caller: Caller) -> None:
    key = KEYS[caller]
    for token in (f"alert:mute:{key}", "alert:capacity:minimax"):
        assert studio.dispatcher.find(token) is None  # which platforms call a button of another version
    for verb in ("take", "pass"):
        assert "That offer is forgotten" in await studio.press(caller, f"notify:{verb}:{key}:")


async def test_mending_a_channel_on_one_platform_resumes_none_of_the_other(studio: Studio) -> None:
    for caller in (KIM, ANN):
        studio.watches.pause(caller.channel, "it was refused")
    await studio.use(KIM, "watch add", provider="kling")
    assert set(studio.watches.paused) == {ANN.channel}
