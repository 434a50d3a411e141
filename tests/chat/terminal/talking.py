"""A conversation about one provider, whose looks a test decides."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import discord
from rich.console import Console

from bot.alerts.alert import Alert
from bot.capacity.answer import Answer, Row
from bot.capacity.job import Job
from bot.capacity.look import Look
from bot.capacity.remembered import Remembered
from bot.chat.answers import Answers
from bot.chat.embeds.alert import alert_message
from bot.chat.terminal.chat import Chat
from bot.chat.terminal.conversation import Conversation
from bot.polling import Turns
from bot.watcher import ProviderWatcher
from tests.chat.embeds.made import KLING, MINIMAX, NAMES
from tests.moments import NOON


class Nothing:
    """Remembers nothing; the watcher's memory."""

    async def remembered(self, provider: str) -> Remembered:
        """Recall nothing."""
        assert provider
        return Remembered()

    async def remember(self, provider: str, remembered: Remembered, alerts: Sequence[Alert], at: datetime) -> None:
        """Forget at once."""


def word(alert: Alert) -> tuple[str, list[discord.Embed]]:
    """Word an alert of MiniMax."""
    return alert_message(alert, MINIMAX, NAMES)


def chat_on(screen: io.StringIO) -> Chat:
    """Open a chat at noon, on a screen without colours."""
    return Chat(Console(file=screen, width=80, markup=False, emoji=False, highlight=False), word, now=lambda: NOON)


async def talk(screen: io.StringIO, jobs: tuple[Job, ...] = ()) -> Conversation:
    """Begin a conversation after a look at MiniMax that found two accounts and these jobs, and none yet at Kling."""

    def now() -> datetime:
        return NOON

    async def look() -> Look:
        rows = (Row(account="200300", limit=6, available=5), Row(account="jo@example.com", limit=2, available=0))
        return Look(at=NOON, answer=Answer(rows=rows, jobs=jobs))

    def watch(name: str) -> ProviderWatcher:
        turns = Turns(every=timedelta(seconds=30), now=now, jitter=lambda: 1.0)
        return ProviderWatcher(
            name, look=look, turns=turns, memory=Nothing(), watches=tuple, owing=lambda: None, now=now
        )

    watchers = {words.name: watch(words.name) for words in (MINIMAX, KLING)}
    for watcher in watchers.values():
        await watcher.turn()
    answers = Answers(watchers, {words.name: words for words in (MINIMAX, KLING)}, NAMES, now=now)
    return Conversation(chat_on(screen), answers)
