"""``/history``: what is drawn of whose past, and what can't be answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.accounts.job import Job, JobKind
from bot.charts.chart import Chart
from bot.charts.chart_process import NotDrawn, RenderPng
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.history.handler import HistoryHandler, HistoryOptions
from bot.chat.history.wording import NO_PICTURE, alt_text
from bot.chat.message import Message
from bot.chat.wording.refusal_sentences import NOT_READ
from bot.history.duration_curve import JobObservation
from bot.storage.database import Store
from tests.chat.drawn import drawn, refused
from tests.chat.recorded_past import RecordedPast
from tests.chat.samples import NAMES
from tests.chat.unplugged import unplug
from tests.moments import NOON, after

PNG = b"\x89PNG\r\n\x1a\n"
BERLIN = ZoneInfo("Europe/Berlin")
SINCE = after(hours=-2)
CALLER = Caller(guild=1, channel=2, member=3)
MINIMAX = HistoryOptions(provider="minimax")


def runs(name: str, account: str) -> Job:
    return Job(id=name, account=account, kind=JobKind.VIDEO, started=after(hours=-1))


JOBS = (runs("j", "200300"), runs("k", "200301"))
ENDED = JobObservation(
    kind=JobKind.VIDEO, account=None, entry_age=timedelta(), exit_age=timedelta(minutes=3), ended=True, at=NOON
)
LOST = JobObservation(
    kind=JobKind.VIDEO, account=None, entry_age=timedelta(), exit_age=timedelta(), ended=False, at=NOON
)


class Studio:
    """The handler on a real database, and what it has drawn.

    Attributes:
        past: What was seen.
        charts: The charts that were drawn.
        fails: Whether drawing fails.
    """

    def __init__(self, past: RecordedPast) -> None:
        self.past = past
        self.charts: list[Chart] = []
        self.fails = False

    async def ask(self, asked: HistoryOptions, *, kept: int = 30, caller: Caller = CALLER) -> Message:
        """Ask as a platform does."""
        handler = HistoryHandler(self.past.lookup, self.past.sources(days=kept), self._start, zone=BERLIN)
        dispatcher = Dispatcher([handler.feature()], NAMES)
        (command,) = handler.feature().commands
        assert command.is_public is None
        return await dispatcher.run(command, caller, asked)

    @asynccontextmanager
    async def _start(self) -> AsyncIterator[RenderPng]:
        yield self._render

    async def _render(self, chart: Chart) -> bytes:
        if self.fails:
            raise NotDrawn("The pen is empty.")
        self.charts.append(chart)
        return PNG


@pytest.fixture
async def studio(store: Store) -> Studio:
    past = RecordedPast(store)
    await past.look()
    return Studio(past)


async def test_unless_hours_are_typed_it_is_drawn_from_where_watching_began(studio: Studio) -> None:
    await studio.past.see(after(minutes=-40), NOON, jobs=JOBS)
    message = await studio.ask(MINIMAX)
    (chart,) = studio.charts
    assert (chart.start, chart.finding) == (after(minutes=-40), "never full in 40 min, at most 3 of 6 in use")
    assert message.cards[0].title == "MiniMax · last 40 min"
    assert "No slot is known" not in drawn(message)


async def test_the_first_minutes_are_drawn_as_ten(studio: Studio) -> None:
    await studio.past.see(after(minutes=-2), NOON, jobs=JOBS)
    await studio.ask(MINIMAX)
    assert [chart.start for chart in studio.charts] == [after(minutes=-10)]


async def test_what_was_watched_yesterday_is_drawn_as_a_day(studio: Studio) -> None:
    await studio.past.see(after(hours=-30), after(hours=-29))
    await studio.past.see(SINCE, NOON, jobs=JOBS)
    assert "last 24 hours" in (await studio.ask(MINIMAX)).cards[0].title
    assert [chart.start for chart in studio.charts] == [after(hours=-24)]


async def test_a_provider_is_drawn_and_told_in_figures(studio: Studio) -> None:
    await studio.past.see(SINCE, NOON, jobs=JOBS, observations=(ENDED, LOST))
    message = await studio.ask(replace(MINIMAX, hours=24))

    (chart,) = studio.charts
    assert (chart.subject, chart.start, chart.end, chart.zone) == ("MiniMax", after(hours=-24), NOON, BERLIN)
    assert chart.finding == "never full in 2 h known, at most 3 of 6 in use"
    assert [(one.start, one.end, one.in_use, one.total) for one in chart.intervals] == [(SINCE, NOON, 3, 6)]
    assert not message.private
    assert message.picture is not None
    assert (message.picture.name, message.picture.png, message.picture.alt) == ("history.png", PNG, alt_text(chart))
    assert refused(message) == []
    assert "**Full**" not in drawn(message)
    assert "**Jobs seen** · 4; 1 was seen to end, after 3 min" in drawn(message)
    assert "No slot is known 92% of the time (22 h)" in drawn(message)


async def test_a_picture_that_is_not_shown_yet_is_not_drawn(studio: Studio) -> None:
    await studio.past.see(SINCE, NOON)
    shown = await studio.ask(MINIMAX)
    unseen = await studio.ask(MINIMAX, caller=replace(CALLER, sees_pictures=False))
    assert len(studio.charts) == 1
    assert shown.picture is not None
    assert unseen == replace(shown, picture=replace(shown.picture, png=b""))


async def test_an_account_is_asked_for_by_any_of_its_names(studio: Studio) -> None:
    await studio.past.see(SINCE, NOON, jobs=JOBS)
    for name in ("200300", "studio-a", "STUDIO-A", "studio a?"):
        message = await studio.ask(HistoryOptions(provider="minimax", account=name, hours=2))
        drawn_last = studio.charts[-1]
        assert (drawn_last.subject, drawn_last.finding) == ("MiniMax · studio-a", "nothing free for all of 2 h")
        assert message.cards[0].title == "MiniMax · studio-a · last 2 hours"
        assert "**Jobs seen** · 1; none" in drawn(message)


async def test_an_outage_that_lasts_is_not_told_as_knowledge(studio: Studio) -> None:
    await studio.past.see(after(hours=-4), after(hours=-3))
    message = await studio.ask(HistoryOptions(provider="minimax", hours=4))

    assert studio.charts[0].end == NOON
    assert studio.charts[0].intervals[-1].end == after(hours=-3)
    assert "No slot is known 75% of the time (3 h)" in drawn(message)


async def test_where_nothing_draws_the_figures_are_told_and_the_log_says_why(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    await studio.past.see(SINCE, NOON)
    studio.fails = True
    message = await studio.ask(MINIMAX)

    assert message.picture is None
    assert not message.private
    assert NO_PICTURE in drawn(message)
    assert "**Full** · never" in drawn(message)
    assert "A picture could not be drawn: The pen is empty." in caplog.messages


async def test_what_can_not_be_answered_gets_a_private_sentence(studio: Studio) -> None:
    await studio.past.see(after(hours=-5), after(hours=-4))
    for asked, kept, sentence in (
        (HistoryOptions(provider="minimax", hours=721), 30, "hours can be 1 to 720, which is 30 days, not 721."),
        (HistoryOptions(provider="minimax", hours=721), 365, "hours can be 1 to 720, which is 30 days, not 721."),
        (HistoryOptions(provider="minimax", hours=49), 2, "hours can be 1 to 48, which is 2 days, not 49."),
        (HistoryOptions(provider="sora"), 30, 'There is no provider "sora" here.'),
        (HistoryOptions(provider="minimax", account="nobody"), 30, 'MiniMax has no account "nobody".'),
        (HistoryOptions(provider="kling"), 30, "No slot of Kling is known in that time"),
        (HistoryOptions(provider="minimax", hours=1), 30, "No slot of MiniMax is known in that time"),
    ):
        answer = await studio.ask(asked, kept=kept)
        assert answer.private
        assert sentence in drawn(answer)
    assert studio.charts == []


async def test_the_ends_of_what_is_allowed_are_allowed(studio: Studio) -> None:
    await studio.past.see(SINCE, NOON)
    for hours in (1, 720):
        assert not (await studio.ask(HistoryOptions(provider="minimax", hours=hours))).private


async def test_a_database_that_does_not_answer_is_excused(studio: Studio) -> None:
    await studio.past.see(SINCE, NOON)
    for table in ("lasted", "mark"):  # the one that is read last goes first
        await unplug(studio.past.store, table)
        message = await studio.ask(MINIMAX)
        assert message.private
        assert message.picture is None
        assert NOT_READ in drawn(message)
