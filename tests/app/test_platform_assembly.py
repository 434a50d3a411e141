"""Several chat platforms as one: what becomes of one does not concern the other."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any

import pytest
from pydantic import SecretStr

from bot.alerts.alert import Alert
from bot.app.chat_platform import Answering
from bot.app.platform_assembly import ChatPlatforms, own_watches, platforms_of
from bot.chat.dispatcher import Dispatcher
from bot.chat.wording.account_names import AccountNames
from bot.delivery.message_port import DeliveryTiming, Found, Note
from bot.errors import ChannelRefused, PlatformRefused
from bot.health.doctor_findings import ConnectionHealth
from bot.health.event_observers import Observers
from bot.platforms import Platform
from bot.settings.schema import SimulatedSettings
from bot.storage.database import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.known_channels import KnownChannels
from tests.far_end import unnoted
from tests.storage.records import alert

ON_DISCORD, ON_SLACK = 7, -7


class Port:
    """Posts into a list."""

    timing = DeliveryTiming()

    def __init__(self) -> None:
        self.posted: list[int] = []
        self.edited: list[tuple[int, int]] = []

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post."""
        await note()
        self.posted.append(alert.channel)
        return len(self.posted)

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Edit."""
        await note()
        self.edited.append((alert.channel, message_id))

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find nothing."""
        raise NotImplementedError


class Stage:
    """A platform whose connection the test makes and ends."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.channels = KnownChannels(names={ON_DISCORD: "discord", ON_SLACK: "slack"})
        self.delivery = Port()
        self.connected: Callable[[], Awaitable[None]] | None = None
        self.ending = self.ends = asyncio.get_running_loop().create_future()
        self.runs = 0

    @property
    def health(self) -> "Stage":
        """Itself."""
        return self

    def connection(self) -> ConnectionHealth:
        """Return whether the test has connected it."""
        return ConnectionHealth(platform=self.platform, alive=self.connected is not None)

    def missing(self, _channel: int, _role: int | None) -> Sequence[str] | None:
        """Miss nothing."""
        return ()

    async def run(self, answering: Answering) -> None:
        """Run until the test says otherwise, each time anew."""
        self.runs += 1
        self.connected = answering.connected
        ending, self.ending = self.ending, asyncio.get_running_loop().create_future()
        self.ends = ending
        await ending

    def sending(self, glance: Callable[[], str | None]) -> tuple[Coroutine[Any, Any, None], ...]:
        """Show the glance in place of a name."""

        async def show() -> None:
            self.channels.names[0] = glance() or ""

        return (show(),)


class Both:
    """Discord and Slack as one, while entered.

    Attributes:
        answered: How often people were answered on all of them, each further connection counted.
    """

    def __init__(self, store: Store, *platforms: Platform) -> None:
        self.stages = {name: Stage(name) for name in platforms or tuple(Platform)}
        self.paused: list[float] = []
        self.platforms = ChatPlatforms(list(self.stages.values()), sleep=self._sleep)
        self.answered = 0
        answering = Answering(
            dispatcher=Dispatcher((), AccountNames()),
            watches=WatchRegistry(store.watches),
            told=tuple,
            connected=self._answered,
            time_left=lambda: 0.0,
        )
        self.running = asyncio.create_task(self.platforms.run(answering))

    async def connect(self, name: Platform) -> None:
        """Connect a platform."""
        await asyncio.sleep(0)
        connected = self.stages[name].connected
        assert connected is not None
        await connected()

    async def refuse(self, name: Platform) -> None:
        """Let a platform refuse the bot."""
        await asyncio.sleep(0)
        await self.fail(name, PlatformRefused(f"{name.brand} refused the token."))

    async def fail(self, name: Platform, problem: Exception) -> None:
        """Let a platform fail of something."""
        await asyncio.sleep(0)
        self.stages[name].ends.set_exception(problem)
        for _ in range(20):  # more than anybody needs to hear of it
            await asyncio.sleep(0)

    async def _sleep(self, seconds: float) -> None:
        self.paused.append(seconds)

    async def _answered(self) -> None:
        self.answered += 1


@pytest.fixture
async def both(store: Store) -> Both:
    return Both(store)


async def test_a_platform_that_refuses_the_bot_is_left_out_and_the_other_goes_on(
    both: Both, caplog: pytest.LogCaptureFixture
) -> None:
    await both.connect(Platform.DISCORD)
    await both.refuse(Platform.SLACK)
    assert not both.running.done()
    assert [record.getMessage() for record in caplog.records] == [
        "Slack refused the token. The bot goes on without Slack until it is restarted."
    ]
    await both.refuse(Platform.DISCORD)
    (problem,) = _refusals(both.running)
    assert str(problem) == "Discord refused the token."


async def test_the_only_platform_ends_the_program_when_it_refuses_the_bot(store: Store) -> None:
    alone = Both(store, Platform.SLACK)
    await alone.refuse(Platform.SLACK)
    (problem,) = _refusals(alone.running)
    assert str(problem) == "Slack refused the token."


def _refusals(running: asyncio.Task[None]) -> Sequence[BaseException]:
    assert running.done()
    problem = running.exception()
    assert isinstance(problem, BaseExceptionGroup)
    return problem.exceptions


async def test_a_mistake_of_ours_on_one_platform_starts_that_one_anew_and_no_other(
    both: Both, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        await both.fail(Platform.SLACK, KeyError("blocks"))
    assert {name: stage.runs for name, stage in both.stages.items()} == {Platform.DISCORD: 1, Platform.SLACK: 4}
    assert both.paused == [1, 2, 4]
    assert "Slack failed unexpectedly" in caplog.text
    await both.refuse(Platform.SLACK)
    assert not both.running.done()


async def test_people_are_answered_once_every_platform_is_connected(both: Both) -> None:
    await both.connect(Platform.DISCORD)
    await both.connect(Platform.DISCORD)
    assert both.answered == 0
    await both.connect(Platform.SLACK)
    assert both.answered == 1
    await both.connect(Platform.DISCORD)
    assert both.answered == 2


async def test_nobody_waits_for_a_platform_that_refuses_the_bot(both: Both) -> None:
    await both.connect(Platform.DISCORD)
    await both.refuse(Platform.SLACK)
    assert both.answered == 1


async def test_an_alert_goes_to_the_platform_of_its_channel_and_is_reported(both: Both, store: Store) -> None:
    here, there = (both.stages[name].delivery for name in Platform)
    reported: list[tuple[int, str]] = []
    heard = Observers(delivered=lambda one, outcome: reported.append((one.channel, outcome.value)))
    ports = both.platforms.ports(heard)
    for channel in (ON_DISCORD, ON_SLACK):
        await ports.of(channel).post(alert(channel=channel), unnoted)
    await ports.of(ON_SLACK).edit(alert(channel=ON_SLACK), 3, unnoted)
    assert (here.posted, there.posted, reported) == (
        [ON_DISCORD],
        [ON_SLACK],
        [(ON_DISCORD, "done"), (ON_SLACK, "done")],
    )
    assert (here.edited, there.edited) == ([], [(ON_SLACK, 3)])
    alone = Both(store, Platform.DISCORD).platforms.ports(heard)
    with pytest.raises(ChannelRefused, match="of Slack, which is not set up"):
        alone.of(ON_SLACK)


async def test_the_glance_is_shown_on_each(both: Both) -> None:
    for part in both.platforms.sending(lambda: "6/13 free"):
        await part
    assert [stage.channels.name(0) for stage in both.stages.values()] == ["6/13 free"] * 2


def test_each_token_makes_its_platform_and_each_alert_channel_its_watch() -> None:
    discord = {"discord_token": SecretStr("a"), "alert_channel_id": ON_DISCORD, "alert_role_id": 9}
    slack = {
        "slack_bot_token": SecretStr("xoxb-1"),
        "slack_app_token": SecretStr("xapp-1"),
        "slack_alert_channel_id": "C1",
    }
    here = Watch(id=FROM_SETTINGS, guild=None, channel=ON_DISCORD, role=9)
    there = Watch(id=FROM_SETTINGS, guild=None, channel=-int("C1", 36))
    for given, platforms, watches in (
        (discord, (Platform.DISCORD,), (here,)),
        (slack, (Platform.SLACK,), (there,)),
        (discord | slack, tuple(Platform), (here, there)),
        (discord | {"slack_alert_channel_id": "C1"}, (Platform.DISCORD,), (here, there)),
        (slack | {"alert_channel_id": ON_DISCORD, "alert_role_id": 9}, (Platform.SLACK,), (here, there)),
        (slack | {"slack_alert_channel_id": None}, (Platform.SLACK,), ()),
    ):
        settings = SimulatedSettings(_env_file=None, **given)  # type: ignore[arg-type] # pydantic parses words
        assert (platforms_of(settings), own_watches(settings)) == (platforms, watches)
