"""``capacity-bot demo``: all of the bot but Discord, on simulated providers, with the chat in this terminal.

Only the two far ends are not real: useapi.net is simulated on loopback, and the terminal stands for Discord. Client,
engine, database, features and charts are those of ``capacity-bot run``. It needs no token, no network and no settings,
and leaves nothing behind but the charts that it names. If nobody types, it asks what a newcomer would ask.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from bot.alerts.alert import Alert
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.app.clock import now
from bot.app.engine import Engine, EngineConfig, Memory
from bot.app.feature_list import alert_wording, build_features
from bot.app.hard_stop import LEFT_AFTER, end_after
from bot.app.polling_assembly import PollerFactory
from bot.app.simulated_history import LENGTH, ClockBehind, live_through
from bot.chat.dispatcher import Dispatcher
from bot.chat.message import Message
from bot.chat.terminal.dialogue import Dialogue, converse, somebody_is_there
from bot.chat.terminal.screen import Screen, Transcript
from bot.chat.terminal.terminal_channel import TerminalChannels, TerminalDelivery
from bot.chat.wording.account_names import AccountNames
from bot.delivery.message_port import MessagePorts
from bot.errors import BadInput
from bot.health.doctor_findings import Diagnosis
from bot.history.history_recorder import longest_gap
from bot.platforms import Platform
from bot.providers.useapi_client import UseapiClient
from bot.simulation.simulated_server import SIMULATED, Simulation
from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.subscriptions.topics_and_conditions import Condition, account_topic
from bot.subscriptions.watch import FROM_SETTINGS, Watch

SEED, SPEED = 97485, 3.0
"""With this seed, studio-b of MiniMax fills in the third second of its second hour and frees in the sixth, and nothing
else happens meanwhile; a test checks that."""

EVERY = timedelta(seconds=1)
"""Pause between looks: shorter than a real provider would like, since somebody is watching."""

LABELS = {"minimax/200300": "studio-a", "minimax/200100": "studio-b", "minimax/200200": "studio-c"}
"""Labels, as in ``ACCOUNT_LABELS``; the accounts of other providers show what masked names look like."""

CONFIG = EngineConfig(
    providers=SIMULATED,
    poll_every=EVERY,
    history_kept=timedelta(days=1),
    own_watches=(Watch(id=FROM_SETTINGS, guild=None, channel=1, provider="minimax", role=1),),  # one is enough to read
    account_labels=LABELS,
)

UNATTENDED = 30.0
"""Seconds until the end if nobody can type ``quit`` and no other end is given."""

HELLO = (
    "A simulated useapi.net on this machine, an hour old: accounts fill and free up.\n"
    "The bot watches it for real; what it would say in Discord appears below."
)
"""Two lines for a newcomer, short enough for any terminal."""

GOODBYE = 'The end. "Going live" in README.md says how to run it for your team.'
WATCHED = account_topic("200100")
"""The account whose changes the script waits for; its label in the demo is studio-b."""

LONGEST_WAIT = 10.0
"""Maximum number of seconds that the last question waits for the alert and the offer."""


async def demo(*, seconds: float | None, chart: Path | None = None) -> None:
    """Show the bot at work until somebody quits or the time is over.

    Args:
        seconds: When to end, counted from the first look; None for never on a terminal, and ``UNATTENDED`` elsewhere.
        chart: The file for pictures; None for a new temporary file for each.
    """
    attended = somebody_is_there()
    seconds = ends_after(seconds, attended=attended)
    me = asyncio.current_task()

    def end() -> None:
        end_after(LEFT_AFTER, code=0)
        if me is not None:
            me.cancel()

    transcript = Transcript(Screen(gone=end), now=now)
    transcript.note(HELLO)
    try:
        async with _ready() as (client, store):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await _show(transcript, client, store, chart=chart, attended=attended, seconds=seconds)
    finally:
        transcript.note(GOODBYE)


def ends_after(seconds: float | None, *, attended: bool) -> float | None:
    """Return when the demo ends by itself: as given, or else never if somebody can quit, and after a while if not."""
    return UNATTENDED if seconds is None and not attended else seconds


@contextlib.asynccontextmanager
async def _ready() -> AsyncIterator[tuple[UseapiClient, Store]]:
    """Prepare everything, the simulation last: its accounts go on changing once somebody can watch."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="capacity-bot-demo-")))
        store = await open_store(f"sqlite+aiosqlite:///{folder.as_posix()}/demo.db", now=now)
        stack.push_async_callback(store.close)
        clock = ClockBehind(ours=now, behind=LENGTH)
        simulation = await stack.enter_async_context(Simulation(now=clock, seed=SEED, speed=SPEED))
        async with UseapiClient(simulation.url, simulation.token) as earlier:
            await live_through(earlier, store, clock, SIMULATED, max_gap=longest_gap(EVERY))
        yield await stack.enter_async_context(UseapiClient(simulation.url, simulation.token)), store


async def _show(
    transcript: Transcript,
    client: UseapiClient,
    store: Store,
    *,
    chart: Path | None,
    attended: bool,
    seconds: float | None,
) -> None:
    memory = Memory(store, CONFIG)
    await memory.load()
    names = AccountNames(labels=memory.labels)
    poller = PollerFactory(memory=memory, client=client).poller()
    script = Script()

    def posted(alert: Alert, message: Message) -> None:
        dialogue.saw(message)
        script.saw(alert)

    delivery = TerminalDelivery(transcript, alert_wording(poller, names), posted=posted)
    engine = Engine(memory, poller, ports=MessagePorts({Platform.DISCORD: delivery}))
    dialogue = _dialogue(transcript, engine, names, chart)
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(part) for part in (*engine.running(), script.run(dialogue, seconds))]
        if attended:
            await converse(dialogue)
            for task in running:
                task.cancel()


def _dialogue(transcript: Transcript, engine: Engine, names: AccountNames, chart: Path | None) -> Dialogue:
    features = build_features(engine, names, TerminalChannels(), examine=_no_diagnosis)
    return Dialogue(transcript, Dispatcher(features, names), picture=chart)


async def _no_diagnosis() -> Diagnosis:
    raise BadInput("The demo has no Discord to examine; capacity-bot run has.")


class Script:
    """Asks about one provider and its past, waits for a slot there once it is full, and asks about all at the end."""

    def __init__(self) -> None:
        self._full = asyncio.Event()
        self._offered = asyncio.Event()

    def saw(self, alert: Alert) -> None:
        """Note an alert that was posted."""
        if any(news.topic == WATCHED and news.what is Condition.FULL for part in alert.parts for news in part.news):
            self._full.set()
        if isinstance(alert.content, WaiterNotice) and alert.content.kind is NoticeKind.OFFER:
            self._offered.set()

    async def run(self, dialogue: Dialogue, seconds: float | None) -> None:
        """Ask all questions, in the seconds that the demo has, if it has an end."""
        wait = LONGEST_WAIT if seconds is None else min(LONGEST_WAIT, seconds * 0.9)
        await _ask(dialogue, "/capacity minimax")
        await _ask(dialogue, "/board add minimax")
        async with asyncio.TaskGroup() as group:
            group.create_task(_ask(dialogue, "/history minimax hours:1"))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._full.wait()
                    await _ask(dialogue, "/notify me minimax studio-b")
                    await self._offered.wait()
        await _ask(dialogue, "/capacity")


async def _ask(dialogue: Dialogue, line: str) -> None:
    dialogue.transcript.typed(line)
    await dialogue.reply(line)
