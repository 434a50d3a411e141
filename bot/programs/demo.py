"""``capacity-bot demo``: all of the bot but Discord, on simulated providers, with the chat in this terminal.

Only the two far ends are not real: useapi.net is simulated on loopback, and the terminal stands for Discord. Client,
watcher, database and alerts are those of ``capacity-bot run``. It needs no token, no network and no settings, and
leaves nothing behind.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import discord
from typing_extensions import override

from bot.alerts.alert import Alert, What
from bot.alerts.watch import FROM_SETTINGS, Watch
from bot.capacity.answer import Answer
from bot.chat.embeds.alert import alert_message
from bot.chat.names import AccountNames
from bot.chat.terminal.chat import Chat
from bot.chat.terminal.conversation import Conversation
from bot.chat.terminal.prompt import converse, somebody_is_there
from bot.chat.terminal.screen import Screen
from bot.chat.text import count
from bot.outbox import Outbox
from bot.programs.watching import now, wire, words
from bot.providers.client import ProviderClient
from bot.providers.provider import Provider
from bot.settings import CURRENT
from bot.simulation.server import Simulation
from bot.state.opening import open_store
from bot.state.store import Store

EVERY = timedelta(seconds=1)
"""More often than a real provider would like, for somebody who watches."""

SEED, SPEED = 995, 3.0
"""A life in which, by the sixth second, one account of MiniMax has filled and freed; a test holds that."""

NAMES = AccountNames(labels={"minimax/200300": "studio-a", "minimax/200100": "studio-b", "minimax/200200": "studio-c"})
"""As ``ACCOUNT_LABELS`` would name them; the other providers show what masked names look like."""

UNATTENDED = 30.0
"""Seconds until the end where nobody can type ``quit`` and nobody said when."""

PATIENCE = 10.0
"""Seconds that the overview waits for an account to fill and one to free up."""

HELLO = (
    "A simulated useapi.net on this machine: accounts fill and free up as jobs come.\n"
    "The bot watches it for real; what it would say in Discord appears below."
)
"""Two lines for a newcomer, short enough for any terminal."""


class Told:
    """Notes which kinds of news were told."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._missing = set(What)
        self.both = asyncio.Event()

    async def deliver(self, alert: Alert, *, perhaps_since: datetime | None = None) -> int:
        """Deliver an alert to the chat."""
        message = await self._chat.deliver(alert, perhaps_since=perhaps_since)
        self._missing -= {one.what for one in alert.news}
        if not self._missing:
            self.both.set()
        return message


class CountingClient(ProviderClient):
    """Asks as always, and counts."""

    looks = 0

    @override
    async def ask(self, provider: Provider) -> Answer:
        self.looks += 1
        return await super().ask(provider)


async def demo(*, seconds: float | None) -> None:
    """Show the bot at work until somebody quits or the time is over.

    Args:
        seconds: When to end, counted from the first look; None for never on a terminal, for ``UNATTENDED`` elsewhere.
    """
    attended = somebody_is_there()
    seconds = ends_after(seconds, attended=attended)
    me = asyncio.current_task()
    chat = Chat(Screen(gone=lambda: me is not None and me.cancel()), _word, now=now)
    chat.told(HELLO)
    client = None
    try:
        async with _ready() as (client, store):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await _show(chat, client, store, seconds=seconds, attended=attended)
    finally:
        looks = 0 if client is None else client.looks
        chat.told(
            f"The end: {count(looks, 'look')}, {count(chat.delivered, 'alert')}. The README tells how to go live."
        )


def ends_after(seconds: float | None, *, attended: bool) -> float | None:
    """Decide when the demo ends by itself: as told, else never at a terminal, and in a while where nobody can quit."""
    return UNATTENDED if seconds is None and not attended else seconds


@contextlib.asynccontextmanager
async def _ready() -> AsyncIterator[tuple[CountingClient, Store]]:
    """Prepare everything, the simulation last: its accounts begin to live when somebody can watch."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="capacity-bot-demo-")))
        store = await open_store(f"sqlite+aiosqlite:///{folder.as_posix()}/demo.db", now=now)
        stack.push_async_callback(store.close)
        simulation = await stack.enter_async_context(Simulation(now=now, seed=SEED, speed=SPEED))
        yield await stack.enter_async_context(CountingClient(simulation.url, simulation.token)), store


async def _show(chat: Chat, client: CountingClient, store: Store, *, seconds: float | None, attended: bool) -> None:
    told = Told(chat)
    watching = wire(
        providers=CURRENT,
        client=client,
        store=store,
        outbox=Outbox(store, told.deliver, refused=lambda *_: None, now=now),
        watches=lambda: (Watch(id=FROM_SETTINGS, guild=None, channel=1, role=1),),
        every=EVERY,
        names=NAMES,
    )
    conversation = Conversation(chat, watching.answers)
    patience = PATIENCE if seconds is None else min(PATIENCE, seconds * 0.9)
    async with asyncio.TaskGroup() as group:
        parts = (watching.watcher.run(), watching.outbox.run(), _script(conversation, told, patience))
        running = [group.create_task(part) for part in parts]
        if attended:
            await converse(conversation)
            for task in running:
                task.cancel()


async def _script(conversation: Conversation, told: Told, patience: float) -> None:
    """Ask what a newcomer would ask: about one provider, and about all once something has happened."""
    await _ask(conversation, "/capacity minimax")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await told.both.wait()
    await _ask(conversation, "/capacity")


async def _ask(conversation: Conversation, line: str) -> None:
    conversation.chat.typed(line)
    await conversation.reply(line)


def _word(alert: Alert) -> tuple[str, list[discord.Embed]]:
    return alert_message(alert, words()[alert.provider], NAMES)
