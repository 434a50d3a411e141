"""``/history``: a chart and figures, made from state changes."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.charts.chart import Chart
from bot.charts.chart_process import NotDrawn, RenderPng
from bot.chat.account_lookup import AccountLookup
from bot.chat.account_options import AccountOptions, with_owner
from bot.chat.command_options import option
from bot.chat.feature import Caller, Command, Feature
from bot.chat.history.wording import alt_text, chart_finding, fewer_slots_reasons, history_card
from bot.chat.message import Message, Picture
from bot.chat.signs_and_colours import Level
from bot.chat.typed.times import read_count, resembles_time
from bot.chat.wording.numbers_and_lists import amount, count
from bot.chat.wording.refusal_sentences import NOT_READ, sentence_message
from bot.errors import BadInput, StorageUnavailable
from bot.history.history_figures import FinishedJobs, history_figures
from bot.history.history_recorder import HistoryRecorder
from bot.history.state_changes import StateChange, lost_slots
from bot.history.usage_timeline import UsageInterval, usage_timeline

LONGEST = timedelta(days=30)
"""The longest time that a chart shows, however long history is kept."""

PICTURE = "history.png"

SHORTEST = timedelta(minutes=10)
"""The shortest time that a chart shows."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

StartDrawing: TypeAlias = Callable[[], AbstractAsyncContextManager[RenderPng]]
"""Starts the process that draws one chart."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOptions:
    """The options; ``account`` may be its name, its alias, the name it is shown by, or its mark."""

    provider: str = option("The provider")
    account: str | None = option("Only this account", default=None)
    hours: int | None = option(
        "How many hours back; a day unless you say",
        default=None,
        least=1,
        most=LONGEST // _HOUR,
        reads=partial(read_count, unit=_HOUR),
    )


class HistoryArchive(Protocol):
    """The stored history; both methods raise ``StorageUnavailable``."""

    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Return the state changes of an account, or of all, since a moment, and each account's last one before it."""
        ...

    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Return the jobs of an account, or of all, that ended or were lost track of since a moment."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySources:
    """Sources of answers about the past.

    Attributes:
        archive: The stored history.
        recorder: What the newest look added.
        kept: How long history is kept.
        now: The clock.
    """

    archive: HistoryArchive
    recorder: HistoryRecorder
    kept: timedelta
    now: Callable[[], datetime]


class HistoryHandler:
    """Answers ``/history``.

    Args:
        lookup: Finds providers and accounts by what people type.
        sources: Where history is read from.
        start_drawing: Starts the process that draws a chart.
        zone: The chart's time zone.
    """

    def __init__(
        self,
        lookup: AccountLookup,
        sources: HistorySources,
        start_drawing: StartDrawing,
        *,
        zone: ZoneInfo,
    ) -> None:
        self._lookup = lookup
        self._sources = sources
        self._start_drawing = start_drawing
        self._zone = zone
        self._longest = min(sources.kept, LONGEST)

    def feature(self) -> Feature:
        """Return the command."""
        accounts = AccountOptions(self._lookup)
        command = Command(
            name="history",
            description="How full it was: a chart",
            options=HistoryOptions,
            run=self.run,
            suggest=accounts.suggest(with_slots=True),
            recognises=accounts.recognises,
            resembles={"hours": resembles_time},
            implied=accounts.implied,
            examples=accounts.examples,
        )
        return Feature(name="history", commands=(command,))

    async def run(self, caller: Caller, asked: HistoryOptions) -> Message:
        """Answer the command; raises ``BadInput`` for invalid options, or if nothing is known."""
        owner, named = with_owner(self._lookup, asked.provider, asked.account)
        provider, span = self._lookup.provider(owner), self._span(asked.hours) if asked.hours else None
        self._lookup.require_slots(provider, "there is nothing to draw")
        account = self._lookup.account(provider, named) if named else None
        try:
            async with self._start_drawing() if caller.sees_pictures else nullcontext(_unseen) as render_png:
                chart = await self._chart(provider, account, span)
                return await self._drawn(chart, render_png, provider, account)
        except StorageUnavailable:
            return sentence_message(NOT_READ, Level.FAULTED, self._lookup.account_names)

    async def _chart(self, provider: str, account: str | None, span: timedelta | None) -> Chart:
        """Return the chart of a ``span``; without one, of the last day, or of all that is known if that is less."""
        title, now = self._lookup.title(provider, account), self._sources.now()
        start, until = now - (span or min(_DAY, self._longest)), self._sources.recorder.valid_until(provider, now)
        changes = await self._sources.archive.state_changes(provider, account, start)
        intervals: Sequence[UsageInterval] = ()
        if until is not None:
            intervals = await asyncio.to_thread(usage_timeline, changes, start, until)
        if not intervals:
            raise BadInput(f"No slot of {title} is known in that time: the bot notes what it sees as it runs.")
        if span is None and all(change.at > start for change in changes):
            start = min(intervals[0].start, now - SHORTEST)  # nothing was watched before
        lost = await asyncio.to_thread(lost_slots, changes, start, now) if account is None else ()
        return Chart(
            subject=title,
            finding=await asyncio.to_thread(chart_finding, intervals, now - start),
            start=start,
            end=now,
            intervals=tuple(intervals),
            reasons=fewer_slots_reasons(lost, self._lookup.naming(provider, (one.account for one in lost))),
            zone=self._zone,
        )

    async def _drawn(self, chart: Chart, render_png: RenderPng, provider: str, account: str | None) -> Message:
        finished = await self._sources.archive.finished_jobs(provider, account, chart.start)
        figures = await asyncio.to_thread(
            history_figures,
            chart.intervals,
            start=chart.start,
            end=chart.end,
            zone=chart.zone,
            jobs=finished.count_with(self._sources.recorder.running(provider, account)),
            durations=finished.durations,
        )
        alt = await asyncio.to_thread(alt_text, chart)
        # One after the other: two threads at once would hold up the event loop for twice as long.
        png = await _png(chart, render_png)
        card = history_card(chart.subject, figures, chart.end - chart.start, drawn=png is not None)
        if png is None:
            return Message(cards=(card,))
        return Message(
            cards=(card,), picture=Picture(name=PICTURE, png=png, alt=alt, finding=f"{chart.subject}: {chart.finding}.")
        )

    def _span(self, hours: int) -> timedelta:
        most = self._longest // _HOUR
        if hours > most:
            days = count(self._longest.days, "day")
            raise BadInput(f"hours can be 1 to {amount(most)}, which is {days}, not {amount(hours)}.", option="hours")
        return hours * _HOUR


async def _unseen(_: Chart) -> bytes:
    """Stand in for a picture where none is shown."""
    return b""


async def _png(chart: Chart, render_png: RenderPng) -> bytes | None:
    """Return the picture, empty if it isn't shown; None if it can't be drawn."""
    try:
        return await render_png(chart)
    except NotDrawn as problem:
        log.error("A picture could not be drawn: %s", problem)
        return None
