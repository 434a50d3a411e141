"""``/report``: for how many days, of which providers, and what it is made from."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.message import Message
from bot.chat.report.handler import NowOptions, ReportHandler
from bot.chat.report.schedule_commands import ScheduleCommands
from bot.chat.report.wording import NOTE, NOTHING_SEEN
from bot.chat.wording.refusal_sentences import NOT_READ
from bot.reports.report_sender import Waited
from bot.storage.database import Store
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.chat.recorded_past import RecordedPast
from tests.chat.samples import NAMES
from tests.chat.unplugged import unplug
from tests.moments import NOON, after

CALLER = Caller(guild=1, channel=2, member=3)


@pytest.fixture
async def past(store: Store) -> RecordedPast:
    past = RecordedPast(store)
    await past.look()
    return past


def reporting(past: RecordedPast, waited: Waited | None = None, *, kept: int = 30) -> ReportHandler:
    """Put the feature together."""
    zone, now = ZoneInfo("Europe/Berlin"), lambda: NOON
    schedules = ScheduleCommands(past.store.reports, KnownChannels(), changed=lambda: None, zone=zone, now=now)
    return ReportHandler(past.lookup, past.maker(waited), schedules, kept=timedelta(days=kept), now=now)


async def reported(
    past: RecordedPast, days: int | None, *, kept: int = 30, provider: str | None = None
) -> tuple[Message, bool]:
    """Ask as a platform does; return the answer, and whether it was known to be public."""
    handler = reporting(past, kept=kept)
    command = handler.feature().commands[0]
    asked = NowOptions(days=days, provider=provider)
    answer = await Dispatcher([handler.feature()], NAMES).run(command, CALLER, asked)
    return answer, handler.is_public(asked)


async def test_each_provider_is_reported_on(past: RecordedPast) -> None:
    await past.see(*(after(hours=-hours) for hours in range(36, -1, -1)))
    message, public = await reported(past, 2)

    table = message.cards[0].table
    assert table is not None
    assert [row.title for row in table.rows] == ["MiniMax", "Kling"]
    text = drawn(message)
    assert text.split("\n")[1] == "MiniMax never full · Kling not known for long enough"
    assert text.endswith(f"# Kling\n{NOTHING_SEEN}\n({NOTE})")
    assert "**Nothing free** · never" in text
    assert "**Some account full** · 100%" in text
    assert "**Waited for a slot** · nobody" in text
    assert "**Never used** · 1 of 2 accounts\nNever used: **studio-b**" in text
    assert "No slot was known 25% of the time" in text
    assert (public, message.private) == (True, False)


async def test_one_provider_is_reported_on_and_a_typo_is_asked_about(past: RecordedPast) -> None:
    await past.see(*(after(hours=-hours) for hours in range(36, -1, -1)))
    message, public = await reported(past, 2, provider="MiniMax")
    assert (public, "Kling" in drawn(message)) == (True, False)
    assert "MiniMax never full" in drawn(message)
    message, public = await reported(past, 2, provider="minmax")
    assert (public, message.private) == (False, True)
    assert 'There is no provider "minmax" here. Did you mean MiniMax?' in drawn(message)
    everything, _ = await reported(past, 2, provider="all")
    assert drawn(everything) == drawn((await reported(past, 2))[0])


async def test_on_the_first_day_each_provider_says_once_that_it_is_too_early(past: RecordedPast) -> None:
    await past.see(*(after(hours=-hours) for hours in range(3, -1, -1)))
    text = drawn((await reported(past, 2))[0])
    assert text.split("\n")[:2] == ["[free] Report · last 2 days", "# MiniMax"]
    assert text.count("a report needs 24 h") == 1
    assert "not known for long enough" not in text


async def test_how_long_people_waited_is_reported(past: RecordedPast) -> None:
    await past.see(*(after(hours=-hours) for hours in range(24, -1, -1)))
    message = await reporting(past, _two_waited).run(CALLER, NowOptions())
    assert "2 people, half within 2 min, all within 4 min" in drawn(message)


async def _two_waited(provider: str, *_: object) -> tuple[timedelta, ...]:
    assert provider == "minimax"
    return (timedelta(minutes=2), timedelta(minutes=4))


async def test_a_week_is_usual_and_no_more_is_reported_than_is_kept(past: RecordedPast) -> None:
    for days, kept, title in ((None, 30, "7 days"), (None, 3, "3 days"), (1, 1, "day")):
        message, _ = await reported(past, days, kept=kept)
        assert message.cards[0].title == f"Report · last {title}"
    for days, kept in ((0, 30), (31, 30), (-1, 30), (2**53, 365)):
        message, public = await reported(past, days, kept=kept)
        assert (public, message.private) == (False, True)
        assert f"days can be 1 to {kept}" in drawn(message)


async def test_what_was_seen_before_all_that_time_only_is_nothing(past: RecordedPast) -> None:
    await past.see(after(days=-3), after(days=-2))
    message, _ = await reported(past, 1)
    assert drawn(message).split("\n")[1:3] == ["# MiniMax", NOTHING_SEEN]


async def test_a_database_that_does_not_answer_is_excused(past: RecordedPast) -> None:
    await past.see(after(hours=-2), NOON)
    await unplug(past.store, "mark")
    message, _ = await reported(past, 7)
    assert message.private
    assert NOT_READ in drawn(message)
