"""A conversation about one provider, whose looks a test decides."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import discord
from rich.console import Console

from bot.accounts.job import Job
from bot.accounts.look import Look
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.alerts.alert import Alert
from bot.alerts.board_content import Board, BoardContent, BoardPart
from bot.boards.board_registry import BoardRegistry
from bot.chat.answers import Answers
from bot.chat.embeds.alert import alert_message
from bot.chat.embeds.board import board_message
from bot.chat.old_history import HistoryAnswers
from bot.chat.old_jobs import JobAnswers
from bot.chat.terminal.chat import Chat
from bot.chat.terminal.conversation import Answering, Conversation
from bot.chat.terminal.delivery import Delivery
from bot.chat.terminal.desk import Desk
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import ProviderPoller
from bot.waitlist.waitlist import Waitlist
from tests.chat.asked import Lived
from tests.chat.discord.kept_waiters import KeptWaiters
from tests.chat.samples import KLING, MINIMAX, NAMES, WORDS
from tests.moments import NOON
from tests.polling.evaluating import Forgetful, unheard


def now() -> datetime:
    """Tell that it is noon."""
    return NOON


def word(alert: Alert) -> tuple[str, list[discord.Embed]]:
    """Word an alert of MiniMax."""
    if isinstance(alert.content, BoardContent):
        return board_message(alert.content, alert.key, WORDS, NAMES)
    return alert_message(alert, WORDS, NAMES)


class KeptBoards:
    """Keeps boards in memory."""

    def __init__(self) -> None:
        self.removed: list[int] = []
        self._added = 0

    async def boards(self) -> tuple[Board, ...]:
        """Give none: it keeps them for nobody."""
        return ()

    async def add_board(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> int:  # noqa: ARG002 - a store is told more
        """Give a board its number."""
        self._added += 1
        return self._added

    async def remove_board(self, board_id: int, by: int, at: datetime) -> None:  # noqa: ARG002 - a store is told more
        """Forget one."""
        self.removed.append(board_id)

    async def message(self, _: int) -> None:
        """Know of no message."""

    async def say(self, board_id: int, board: BoardContent, at: datetime) -> None:
        """Nobody updates these boards."""
        raise NotImplementedError


class Talk(Conversation):
    """A conversation at noon, on a screen of 80 columns without colours.

    Attributes:
        screen: What is written.
        delivery: Alerts into it.
        waiters: Those who wait.
        line: Who serves them.
        boards: Where boards are kept.
        lived: The past.
    """

    def __init__(self, watchers: dict[str, ProviderPoller], lived: Lived, chart: Path | None) -> None:
        self.screen = io.StringIO()
        console = Console(file=self.screen, width=80, markup=False, emoji=False, highlight=False)
        chat = Chat(console, now=now)
        self.delivery = Delivery(chat, word)
        self.waiters, self.boards, self.lived = KeptWaiters(), KeptBoards(), lived
        self.line = Waitlist(self.waiters, wake=lambda: None, now=now)
        capacity = Answers(watchers, WORDS, NAMES, now=now)
        subjects = capacity.subjects
        sights = {name: watcher.latest for name, watcher in watchers.items()}
        boards = BoardRegistry(self.boards, latest=lambda: sights, wake=lambda: None, now=now)
        answering = Answering(
            capacity=capacity,
            jobs=JobAnswers(watchers, WORDS, NAMES, stuck=lambda *_: False, now=now),
            histories=HistoryAnswers(subjects, lived.past(), lived, names=NAMES),
            desk=Desk(boards, self.line, subjects, NAMES, now=now),
            delivery=self.delivery,
            names=NAMES,
            chart=chart,
        )
        super().__init__(chat, answering)

    async def hears(self, line: str) -> str:
        """Type a line, and give what is written then."""
        await self.reply(line)
        return self.written()

    def written(self) -> str:
        """Give what was written since this was asked last."""
        text = self.screen.getvalue()
        self.screen.seek(0)
        self.screen.truncate()
        return text


async def talk(jobs: tuple[Job, ...] = (), *, lived: Lived | None = None, chart: Path | None = None) -> Talk:
    """Begin a conversation after a look at MiniMax that found two accounts and these jobs, and none yet at Kling."""

    async def look() -> Look:
        rows = (
            ListedSlots(account="200300", limit=6, available=5),
            ListedSlots(account="jo@example.com", limit=2, available=0),
        )
        return Look(at=NOON, answer=ProviderAnswer(accounts=rows, jobs=jobs))

    def watch(name: str) -> ProviderPoller:
        schedule = PollSchedule(every=timedelta(seconds=30), now=now, jitter=lambda: 1.0)
        return ProviderPoller(
            name,
            look=look,
            schedule=schedule,
            store=Forgetful(),
            evaluate=unheard(name),
            wake=lambda: None,
            now=now,
        )

    watchers = {words.name: watch(words.name) for words in (MINIMAX, KLING)}
    for watcher in watchers.values():
        await watcher.poll_once()
    return Talk(watchers, lived or Lived(), chart)
