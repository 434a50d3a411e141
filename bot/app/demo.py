"""``capacity-bot demo``: all of the bot but Discord, on simulated providers, with the chat in this terminal.

Only the two far ends are not real: useapi.net is simulated on loopback, and the terminal stands for Discord. Client,
watcher, database, alerts, boards, the waiting line and charts are those of ``capacity-bot run``. It needs no token, no
network and no settings, and leaves nothing behind but the charts that it names.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from typing_extensions import override

from bot.accounts.provider_answer import ProviderAnswer
from bot.alerts.alert import Alert
from bot.alerts.slot_notice import NoticeKind, SlotNotice
from bot.app.polling_setup import now
from bot.app.simulated_history import LENGTH, Clock, live_through
from bot.app.terminal_app import EVERY, wire_terminal
from bot.chat.terminal.chat import Chat
from bot.chat.terminal.conversation import Conversation
from bot.chat.terminal.prompt import converse, somebody_is_there
from bot.chat.terminal.screen import Screen
from bot.chat.wording.text import count
from bot.history.history_recorder import HistoryRecorder, longest_gap
from bot.providers.provider import Provider
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import CURRENT
from bot.simulation.simulated_server import Simulation
from bot.storage.open_database import open_store
from bot.storage.store import Store
from bot.subscriptions.topic import Condition, account_topic

SEED, SPEED = 3489, 3.0
"""A life in which studio-b of MiniMax fills in the third second of its second hour and frees in the sixth, and nothing
else happens meanwhile; a test holds that."""

WATCHED = account_topic("200100")
"""The account whose change the script waits for; ``NAMES`` calls it studio-b."""

STUCK_AFTER = timedelta(hours=1)

UNATTENDED = 30.0
"""Seconds until the end where nobody can type ``quit`` and nobody said when."""

PATIENCE = 10.0
"""Seconds that the overview waits for what the script is about."""

HELLO = (
    "A simulated useapi.net on this machine, an hour old: accounts fill and free up.\n"
    "The bot watches it for real; what it would say in Discord appears below."
)
"""Two lines for a newcomer, short enough for any terminal."""


class Heard:
    """Notes what was told of what the script waits for."""

    def __init__(self) -> None:
        self.full = asyncio.Event()
        self.offer = asyncio.Event()

    def __call__(self, alert: Alert) -> None:
        """Hear an alert."""
        if any(news.topic == WATCHED and news.what is Condition.FULL for part in alert.parts for news in part.news):
            self.full.set()
        if isinstance(alert.content, SlotNotice) and alert.content.kind is NoticeKind.OFFER:
            self.offer.set()


class CountingClient(UseapiClient):
    """Asks as always, and counts."""

    looks = 0

    @override
    async def fetch_answer(self, provider: Provider) -> ProviderAnswer:
        self.looks += 1
        return await super().fetch_answer(provider)


async def demo(*, seconds: float | None, chart: Path | None = None) -> None:
    """Show the bot at work until somebody quits or the time is over.

    Args:
        seconds: When to end, counted from the first look; None for never on a terminal, for ``UNATTENDED`` elsewhere.
        chart: The file for pictures; None for a new file each, in the folder for temporary files.
    """
    attended = somebody_is_there()
    seconds = ends_after(seconds, attended=attended)
    me = asyncio.current_task()
    chat = Chat(Screen(gone=lambda: me is not None and me.cancel()), now=now)
    chat.told(HELLO)
    client = None
    try:
        async with _ready() as (client, store):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await _show(chat, client, store, seconds=seconds, attended=attended, chart=chart)
    finally:
        said = (
            count(0 if client is None else client.looks, "look"),
            count(chat.delivered, "message"),
            count(chat.edits, "edit"),
        )
        chat.told(f"The end: {', '.join(said)}. The README tells how to go live.")


def ends_after(seconds: float | None, *, attended: bool) -> float | None:
    """Decide when the demo ends by itself: as told, else never at a terminal, and in a while where nobody can quit."""
    return UNATTENDED if seconds is None and not attended else seconds


@contextlib.asynccontextmanager
async def _ready() -> AsyncIterator[tuple[CountingClient, Store]]:
    """Prepare everything, the simulation last: its accounts go on to live when somebody can watch."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="capacity-bot-demo-")))
        store = await open_store(f"sqlite+aiosqlite:///{folder.as_posix()}/demo.db", now=now)
        stack.push_async_callback(store.close)
        clock = Clock(ours=now, behind=LENGTH)
        simulation = await stack.enter_async_context(Simulation(now=clock, seed=SEED, speed=SPEED))
        async with UseapiClient(simulation.url, simulation.token) as earlier:
            await live_through(earlier, store, clock, CURRENT, max_gap=longest_gap(EVERY))
        yield await stack.enter_async_context(CountingClient(simulation.url, simulation.token)), store


async def _show(
    chat: Chat, client: CountingClient, store: Store, *, seconds: float | None, attended: bool, chart: Path | None
) -> None:
    heard = Heard()
    recorder = HistoryRecorder(store.history, max_gap=longest_gap(EVERY), stuck_after=STUCK_AFTER)
    await recorder.load(CURRENT)
    parts = wire_terminal(chat=chat, client=client, store=store, recorder=recorder, heard=heard, chart=chart)
    patience = PATIENCE if seconds is None else min(PATIENCE, seconds * 0.9)
    async with asyncio.TaskGroup() as group:
        running = [
            group.create_task(part)
            for part in (
                parts.watcher.run(),
                parts.outbox.run(),
                parts.editor.run(),
                parts.keeper.run(),
                parts.waiting.run(),
                _script(parts.conversation, heard, patience),
            )
        ]
        if attended:
            await converse(parts.conversation)
            for task in running:
                task.cancel()


async def _script(conversation: Conversation, heard: Heard, patience: float) -> None:
    """Ask what a newcomer would ask: of one provider, now and before; for room once it is full; of all in the end."""
    await _ask(conversation, "/capacity minimax")
    await _ask(conversation, "/board create minimax")
    async with asyncio.TaskGroup() as group:
        group.create_task(_ask(conversation, "/history minimax"))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await heard.full.wait()
                await _ask(conversation, "/notify when minimax studio-b")
                await heard.offer.wait()
    await _ask(conversation, "/capacity")


async def _ask(conversation: Conversation, line: str) -> None:
    conversation.chat.typed(line)
    await conversation.reply(line)
