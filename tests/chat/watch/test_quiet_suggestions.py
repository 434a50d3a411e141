"""Quiet hours that are suggested: each can be read, and goes on from what was typed."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.watch.quiet_suggestions import FAMILIAR, HOURS, quiet_suggestions
from bot.subscriptions.quiet_hours import read_quiet_hours
from tests.chat.nasty import nasty_text

ZONES = available_timezones()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", [f"{HOURS} {zone}" for zone in FAMILIAR]),
        ("2", [f"{HOURS} {zone}" for zone in FAMILIAR]),
        ("21:00-0", [f"{HOURS} {zone}" for zone in FAMILIAR]),
        ("21:00-07:00", [f"21:00-07:00 {zone}" for zone in FAMILIAR]),
        ("21:00 to 7:00 paris", ["21:00 to 7:00 Europe/Paris"]),
        ("los angeles", [f"{HOURS} America/Los_Angeles"]),
        ("UTC", [f"{HOURS} UTC", f"{HOURS} Etc/UTC"]),
        ("22:00-08:00 Europe/Berlin", ["22:00-08:00 Europe/Berlin"]),
        ("nowhere at all", []),
    ],
)
def test_it_goes_on_from_what_was_typed(typed: str, offered: list[str]) -> None:
    assert list(quiet_suggestions(typed)) == offered


def test_a_familiar_city_comes_first_and_one_that_only_holds_it_last() -> None:
    zones = [choice.split()[1] for choice in quiet_suggestions("ber")]
    assert zones == ["Europe/Berlin", "Atlantic/Bermuda", "Australia/Canberra"]


@given(nasty_text | st.from_regex(r"\d{0,2}:?\d{0,2}-?\d{0,2}:?\d{0,2} ?[A-Za-z/]{0,3}", fullmatch=True))
def test_whatever_is_typed_all_that_is_suggested_fits_and_is_a_zone(typed: str) -> None:
    for choice in quiet_suggestions(typed):
        assert len(choice) <= 100
        assert choice.rpartition(" ")[2] in ZONES


@pytest.mark.parametrize("typed", ["", "21:30-7:15 a"])
def test_what_is_suggested_can_be_read(typed: str) -> None:
    for choice in quiet_suggestions(typed):
        assert read_quiet_hours(choice).zone == choice.rpartition(" ")[2]
