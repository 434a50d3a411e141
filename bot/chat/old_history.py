"""The answer to "what was it like?", on every platform: from the changes of many looks to an embed and a picture.

Not here: how the question arrives and how the answer is sent (``chat.discord``), nor how the picture is drawn.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import discord

from bot.charts.chart import Chart
from bot.charts.chart_renderer import NotDrawn
from bot.chat.account_lookup import AccountLookup
from bot.chat.chart_alt_text import alt_text
from bot.chat.embeds.error import error_embed
from bot.chat.embeds.history import history_embed
from bot.chat.past import Past
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount
from bot.errors import BadInput, StorageUnavailable
from bot.history.history_figures import history_figures
from bot.history.usage_timeline import usage_timeline

LONGEST = timedelta(days=30)
"""No picture shows more, however long the past is kept."""

NOT_READ = "The database does not answer. Try again in a minute."

_HOUR = timedelta(hours=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuestion:
    """What was asked.

    Attributes:
        provider: The provider.
        account: Only this account: its name, its alias, what it is shown as, or its mark.
        hours: How much of the past.
    """

    provider: str
    account: str | None = None
    hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAnswer:
    """What to show.

    Attributes:
        embed: The answer.
        png: The picture, where there is one.
        alt: What it shows, in words.
        private: Whether only the asker should see it, since it is about the question and not about the past.
    """

    embed: discord.Embed
    png: bytes | None = None
    alt: str = ""
    private: bool = False


class Plots(Protocol):
    """What draws."""

    async def render_png(self, chart: Chart) -> bytes:
        """Draw a chart as PNG; raises ``NotDrawn``."""
        ...


class HistoryAnswers:
    """Answers questions about the past.

    Attributes:
        subjects: What can be asked about.

    Args:
        subjects: What can be asked about.
        past: The past.
        plots: Draws.
        names: How accounts are named.
    """

    def __init__(self, subjects: AccountLookup, past: Past, plots: Plots, *, names: AccountNames) -> None:
        self.subjects = subjects
        self._past = past
        self._plots = plots
        self._names = names
        self._longest = min(past.kept, LONGEST)

    async def answer(self, question: HistoryQuestion, *, drawing: Callable[[], None]) -> HistoryAnswer:
        """Answer a question.

        Args:
            question: What was asked.
            drawing: Called once it is certain that there is an answer for everyone, and that it takes a moment.
        """
        try:
            return await self._answer(question, drawing)
        except BadInput as sentence:
            return HistoryAnswer(embed=error_embed(str(sentence), names=self._names), private=True)
        except StorageUnavailable:
            return HistoryAnswer(embed=error_embed(NOT_READ), private=True)

    async def _answer(self, question: HistoryQuestion, drawing: Callable[[], None]) -> HistoryAnswer:
        provider = self.subjects.provider(question.provider)
        asked = self._asked(question.hours)
        account = self.subjects.account(provider, question.account) if question.account else None
        title, now = self.subjects.title(provider, account), self._past.now()
        start, until = now - asked, self._past.present.valid_until(provider, now)
        changes = await self._past.archive.state_changes(provider, account, start)
        intervals = () if until is None else await asyncio.to_thread(usage_timeline, changes, start, until)
        if not intervals:
            raise BadInput(f"Nothing is known yet of {title} in that time: the bot notes what it sees as it runs.")
        drawing()
        chart = Chart(title=title, start=start, end=now, intervals=intervals)
        png, finished = await asyncio.gather(
            self._drawn(chart), self._past.archive.finished_jobs(provider, account, start)
        )
        jobs = finished.count_with(self._past.present.running(provider, account))
        told = await asyncio.to_thread(
            history_figures, intervals, start=start, end=now, jobs=jobs, durations=finished.durations
        )
        alt = await asyncio.to_thread(alt_text, chart)
        return HistoryAnswer(embed=history_embed(title, told, asked, drawn=png is not None), png=png, alt=alt)

    def _asked(self, hours: int) -> timedelta:
        most = self._longest // _HOUR
        if not 1 <= hours <= most:
            raise BadInput(f"hours can be 1 to {amount(most)}, which is {amount(self._longest.days)} days.")
        return hours * _HOUR

    async def _drawn(self, chart: Chart) -> bytes | None:
        try:
            return await self._plots.render_png(chart)
        except NotDrawn as problem:
            log.error("A picture could not be drawn: %s", problem)
            return None
