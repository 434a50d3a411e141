"""Quiet hours as people type them, and when they end."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.subscriptions.quiet_hours import read_quiet_hours
from tests.rows import each_row

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati")


@each_row(
    ("typed", "means"),
    [
        ("22:00-08:00 Europe/Berlin", "22:00-08:00 Europe/Berlin"),
        ("  9:30 - 17:05   UTC ", "09:30-17:05 UTC"),
        ("22:00–08:00 America/New_York", "22:00-08:00 America/New_York"),  # noqa: RUF001 - phones type an en dash
        ("22:00 to 08:00 Asia/Kolkata", "22:00-08:00 Asia/Kolkata"),
        ("22:00 until 08:00 UTC", "22:00-08:00 UTC"),
        ("22-8 UTC", "22:00-08:00 UTC"),
        ("9pm - 6:30 AM UTC", "21:00-06:30 UTC"),
        ("12am to 12pm UTC", "00:00-12:00 UTC"),
        ("22.30-8.00 UTC", "22:30-08:00 UTC"),
    ],
)
def test_what_people_type_is_understood(typed: str, means: str) -> None:
    assert str(read_quiet_hours(typed)) == means
    assert read_quiet_hours(means) == read_quiet_hours(typed)


@each_row(
    ("typed", "sentence"),
    [
        ("", "look like 22:00-08:00 Europe/Berlin"),
        ("at night", "look like 22:00-08:00 Europe/Berlin"),
        ("22:00-08:00", "look like 22:00-08:00 Europe/Berlin"),
        ("at 8 UTC", "look like 22:00-08:00 Europe/Berlin"),
        ("22-25 UTC", "from 00:00 to 23:59"),
        ("13pm-8am UTC", "from 00:00 to 23:59"),
        ("0am-8am UTC", "from 00:00 to 23:59"),
        ("24:00-08:00 UTC", "from 00:00 to 23:59"),
        ("22:60-08:00 UTC", "from 00:00 to 23:59"),
        ("08:00-08:00 UTC", "another time than they begin"),
        ("22:00-08:00 Berlin", "Berlin is no time zone"),
        ("22:00-08:00 ../etc", "../etc is no time zone"),
        ("22:00-08:00 Europe", "Europe is no time zone"),
        ("22:00-08:00 " + "x" * 5000, "is no time zone"),
        ("22:00-08:00 UTC and more", "look like 22:00-08:00 Europe/Berlin"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_with_what_can(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as refusal:
        read_quiet_hours(typed)

    assert len(str(refusal.value)) < 200


BERLIN = ZoneInfo("Europe/Berlin")


@each_row(
    ("typed", "at", "end"),
    [
        ("22:00-08:00", (2026, 5, 15, 21, 59, 59), None),
        ("22:00-08:00", (2026, 5, 15, 22, 0, 0), (2026, 5, 16, 8, 0)),
        ("22:00-08:00", (2026, 5, 16, 7, 59, 59), (2026, 5, 16, 8, 0)),
        ("22:00-08:00", (2026, 5, 16, 8, 0, 0), None),
        ("12:00-13:00", (2026, 5, 16, 12, 30, 0), (2026, 5, 16, 13, 0)),
        ("12:00-13:00", (2026, 5, 16, 11, 59, 0), None),
        ("22:00-08:00", (2026, 3, 28, 23, 0, 0), (2026, 3, 29, 8, 0)),
        ("22:00-02:30", (2026, 3, 28, 23, 0, 0), (2026, 3, 29, 3, 30)),
        ("22:00-02:30", (2026, 3, 29, 3, 10, 0), (2026, 3, 29, 3, 30)),
        ("22:00-08:00", (2026, 10, 24, 23, 0, 0), (2026, 10, 25, 8, 0)),
        ("03:00-02:30", (2026, 3, 28, 12, 0, 0), (2026, 3, 30, 2, 30)),  # the clocks skip the time that is not quiet
    ],
)
def test_they_end_on_the_clocks_of_their_zone(typed: str, at: tuple[int, ...], end: tuple[int, ...] | None) -> None:
    quiet = read_quiet_hours(f"{typed} Europe/Berlin")

    ends = quiet.ends(datetime(*at, tzinfo=BERLIN))  # type: ignore[arg-type, misc]  # a row of the table is a moment

    assert ends == (None if end is None else datetime(*end, tzinfo=BERLIN).astimezone(UTC))  # type: ignore[arg-type, misc]  # as above


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - its zone is beside it
    st.tuples(st.integers(0, 23), st.integers(0, 59)),
    st.tuples(st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(ZONES),
)
def test_their_end_is_ahead_within_two_days_and_not_quiet_any_more(
    at: datetime, begin: tuple[int, int], end: tuple[int, int], zone: str
) -> None:
    if begin == end:
        return
    quiet = read_quiet_hours(f"{begin[0]:02}:{begin[1]:02}-{end[0]:02}:{end[1]:02} {zone}")

    ends = quiet.ends(at)

    if ends is not None:
        assert timedelta() < ends - at <= timedelta(hours=49)
        assert quiet.ends(ends) is None
        assert quiet.ends(ends - timedelta(microseconds=1)) == ends
