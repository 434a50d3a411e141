"""Durations as people read and type them."""

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.typed.times import (
    TYPED,
    is_duration,
    is_end,
    read_count,
    read_duration,
    read_end,
    resembles_time,
    suggest_durations,
    typed_span,
)
from bot.chat.wording.durations import time_span
from tests.moments import NOON
from tests.rows import each_row

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@each_row(
    ("span", "said"),
    [
        (timedelta(), "0 s"),
        (-HOUR, "0 s"),
        (45.9 * SECOND, "45 s"),
        (59 * SECOND, "59 s"),
        (MINUTE, "1 min"),
        (12 * MINUTE + 4 * SECOND, "12 min"),
        (HOUR - SECOND, "59 min"),
        (HOUR, "1 h"),
        (HOUR + 5 * MINUTE, "1 h 05"),
        (26 * HOUR + 10 * MINUTE, "26 h 10"),
        (2 * DAY, "2 days"),
        (3 * DAY + 4 * HOUR, "3 days 4 h"),
    ],
)
def test_a_duration_reads_as_people_say_it(span: timedelta, said: str) -> None:
    assert time_span(span) == said


@each_row(
    ("typed", "span"),
    [
        ("30s", 30 * SECOND),
        ("5m", 5 * MINUTE),
        ("5 min", 5 * MINUTE),
        (" 2 H ", 2 * HOUR),
        ("1h30m", 90 * MINUTE),
        ("1 h 05", 65 * MINUTE),
        ("2 hours", 2 * HOUR),
        ("7d", 7 * DAY),
        ("90", 90 * MINUTE),
        ("1.5h", 90 * MINUTE),
        ("1,5 h", 90 * MINUTE),
        ("0.5d 1h", 13 * HOUR),
        ("for 30 minutes", 30 * MINUTE),
        ("an hour", HOUR),
        ("for half an hour", 30 * MINUTE),
        ("half hour", 30 * MINUTE),
        ("One day", DAY),
        ("two hours 30 minutes", 150 * MINUTE),
        ("a week", 7 * DAY),
        ("2w", 14 * DAY),
        ("a while", None),
        ("an hour and a half", None),
        ("for the next hour", HOUR),
        ("next 2 hours", 2 * HOUR),
        ("next week", None),
        ("until 17.30", 5.5 * HOUR),
        ("5.30 pm", 5.5 * HOUR),
        ("until midnight", 12 * HOUR),
        ("tomorrow noon", DAY),
        ("until 17h", None),
        ("till 6h30", None),
        ("afternoon", None),
        ("next monday morning", None),
        ("in 2 hours", None),
        ("until 45m", 45 * MINUTE),
        ("6pm", 6 * HOUR),
        ("6:30 pm", 6.5 * HOUR),
        ("until 6 PM", 6 * HOUR),
        ("12am", 12 * HOUR),
        ("12pm", DAY),
        ("tomorrow 1pm", 25 * HOUR),
        ("18:00 tomorrow", 30 * HOUR),
        ("bis 18:00", 6 * HOUR),
        ("13pm", None),
        ("0am", None),
        ("until 24", None),
        ("for ever", None),
        ("until 08:00", 20 * HOUR),
        ("until 8", 20 * HOUR),
        ("till 12:01", MINUTE),
        ("until 12:00", DAY),
        ("13:00", HOUR),
        ("8:05", 20 * HOUR + 5 * MINUTE),
        ("tomorrow 08:00", 20 * HOUR),
        ("until tomorrow 13", 25 * HOUR),
        ("Tomorrow 12:00", DAY),
        ("tomorrow", None),
        ("tomorrow 24:00", None),
        ("", None),
        ("soon", None),
        ("-5m", None),
        ("1.5.5h", None),
        ("2h" + " " * TYPED + "and more", None),
        ("until 24:00", None),
        ("24:00", None),
        ("until 2026-02-30 08:00", None),
        ("2026-05-16 08:00", 20 * HOUR),
        ("13:", None),
        ("13:00:00", None),
        ("until 08:60", None),
        ("9" * 30 + "d", None),
    ],
)
def test_a_duration_is_read_as_people_type_it(typed: str, span: timedelta | None) -> None:
    assert read_end(typed, at=NOON, zone=UTC) == span
    assert is_end(typed) is (span is not None and typed != "90")


@each_row("typed", ["until 08:00", "till 8", "tomorrow 08:00", "08:00"])
def test_a_clock_time_is_no_duration(typed: str) -> None:
    assert read_duration(typed) is None
    assert not is_duration(typed)


def test_until_means_the_clocks_of_a_zone() -> None:
    assert read_end("until 15:00", at=NOON, zone=ZoneInfo("Europe/Berlin")) == HOUR


def test_tomorrow_means_the_date_of_a_zone_also_where_its_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    late = datetime(2026, 10, 24, 21, 30, tzinfo=UTC)  # 23:30 in Berlin, where the next day has 25 hours
    assert read_end("tomorrow 08:00", at=late, zone=berlin) == 9.5 * HOUR
    assert read_end("tomorrow 08:00", at=late + HOUR, zone=berlin) == 32.5 * HOUR


def test_a_date_is_that_of_a_zone_and_none_once_it_has_passed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert read_end("until 2026-05-16 08:00", at=NOON, zone=berlin) == 18 * HOUR
    assert read_end("until 2026-05-15 14:00", at=NOON, zone=berlin) is None
    assert is_end("until 2026-05-16 08:00")


@each_row(
    "typed", ["90", "-1h", "1.5", "6:30pm", "2weeks", "18Uhr", "Tonight", "until", "Sunday", "from 18:00", "in 2"]
)
def test_what_begins_as_a_time_does_was_meant_as_one(typed: str) -> None:
    assert resembles_time(typed)


@each_row("typed", ["", "studio-a", "200300", "4k", "3d-team", "room 2", "inside", "sun", "untill-x", "at studio-a"])
def test_a_name_was_not_meant_as_a_time(typed: str) -> None:
    assert not resembles_time(typed)


def test_a_duration_is_counted_in_whole_units() -> None:
    read = ["48h", "7d", "1.5h", "90m", "120 min", "48", "soon", "week", "a day", "two"]
    assert [read_count(typed, HOUR) for typed in read] == [48, 168, None, None, 2, None, None, 168, 24, None]


@given(st.timedeltas(SECOND, 100 * DAY).map(lambda span: timedelta(seconds=span // SECOND)))
def test_what_is_suggested_can_be_typed(span: timedelta) -> None:
    assert read_duration(typed_span(span)) == span


@given(st.text(max_size=60))
def test_any_text_is_a_duration_or_none(typed: str) -> None:
    found = read_end(typed, at=NOON, zone=UTC)
    assert found is None or found >= timedelta()


@each_row(
    ("typed", "suggested"),
    [
        ("", ("30m", "1h", "until 08:00")),
        ("3", ("3m", "3h")),
        ("30", ("30m",)),
        ("u", ("until 08:00",)),
        ("45m", ("45m",)),
        ("never", ()),
        ("9h", ()),
    ],
)
def test_suggestions_go_on_from_what_is_typed(typed: str, suggested: tuple[str, ...]) -> None:
    usual = ("30m", "1h", "until 08:00", "9d")
    read = partial(read_end, at=NOON.replace(hour=4), zone=UTC)
    assert suggest_durations(typed, usual, least=MINUTE, most=8 * HOUR, read=read) == suggested
