"""Reports: for how many days, of which providers, and what they are made from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.embeds.report import NOTHING_SEEN
from bot.chat.old_history import NOT_READ
from bot.chat.old_report import Report, Reports
from tests.chat.asked import Lived, watchers
from tests.chat.samples import NAMES, WORDS
from tests.history.pasts import past
from tests.moments import NOON, after

LIVED = tuple(replace(mark, at=after(hours=-2)) for mark in past({"200300": "3", "200301": "0"}))


async def reported(lived: Lived, days: int | None, *, kept: int = 30) -> Report:
    reports = Reports(await watchers(), WORDS, lived.past(kept=timedelta(days=kept)), waits=lived.waits, names=NAMES)
    return await reports.report(days)


async def test_each_provider_is_reported_on() -> None:
    lived = Lived(*LIVED, until=after(hours=-1))
    lived.waited = (timedelta(minutes=2), timedelta(minutes=4))
    told = await reported(lived, 2)

    minimax, kling = told.embed.fields
    assert (minimax.name, kling.name, kling.value) == ("MiniMax", "Kling", NOTHING_SEEN)
    assert "**Every account full** · never" in str(minimax.value)
    assert "**Some account full** · 100% of the time" in str(minimax.value)
    assert "2 people, half of them for at most 2:00, the longest for 4:00" in str(minimax.value)
    assert "1 of 2 accounts: **studio-b**" in str(minimax.value)
    assert "Nothing is known of 98% of the time" in str(minimax.value)
    assert lived.asked == [("minimax", None, after(days=-2))]


@pytest.mark.parametrize(("days", "kept", "title"), [(None, 30, "7 days"), (None, 3, "3 days"), (1, 1, "1 day")])
async def test_a_week_is_usual_where_it_is_kept(days: int | None, kept: int, title: str) -> None:
    assert (await reported(Lived(*LIVED), days, kept=kept)).embed.title == f"Report · last {title}"


@pytest.mark.parametrize(("days", "kept"), [(0, 30), (31, 30), (-1, 30), (2**53, 365)])
async def test_no_more_is_reported_than_is_kept(days: int, kept: int) -> None:
    told = await reported(Lived(*LIVED), days, kept=kept)
    assert told.private
    assert f"days can be 1 to {kept}" in str(told.embed.description)


async def test_what_was_seen_before_all_that_time_only_is_nothing() -> None:
    told = await reported(Lived(*LIVED, until=NOON - timedelta(days=1)), 1)
    assert told.embed.fields[0].value == NOTHING_SEEN


async def test_a_database_that_does_not_answer_is_excused() -> None:
    lived = Lived(*LIVED)
    lived.gone = True
    told = await reported(lived, 7)
    assert told.private
    assert NOT_READ in str(told.embed.description)
