"""Quiet hours that are suggested: each can be read, and goes on from what was typed."""

from zoneinfo import available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.subscriptions.quiet_hours import FAMILIAR, HOURS, quiet_suggestions, read_quiet_hours
from tests.chat.nasty import nasty_text
from tests.rows import each_row

ZONES = available_timezones()


@each_row(
    ("typed", "offered"),
    [
        ("", [f"{HOURS} {zone}" for zone in FAMILIAR]),
        ("2", [f"{HOURS} {zone}" for zone in FAMILIAR]),
        ("22:00-", [f"{HOURS} {zone}" for zone in FAMILIAR]),
        ("23:00", [f"23:00-08:00 {zone}" for zone in FAMILIAR]),
        ("23-", [f"23:00-08:00 {zone}" for zone in FAMILIAR]),
        ("9", [f"09:00-18:00 {zone}" for zone in FAMILIAR]),
        ("21:00-0", [f"21:00-00:00 {zone}" for zone in FAMILIAR]),
        ("23-7", [f"23:00-07:00 {zone}" for zone in FAMILIAR]),
        ("23:00-7:3", [f"23:00-07:30 {zone}" for zone in FAMILIAR]),
        ("22-8 paris", ["22:00-08:00 Europe/Paris"]),
        ("9pm-6 AM paris", ["21:00-06:00 Europe/Paris"]),
        ("9pm paris", ["21:00-08:00 Europe/Paris"]),
        ("12am to 12pm paris", ["00:00-12:00 Europe/Paris"]),
        ("25-7", []),
        ("13pm-7", []),
        ("22:00-08:61", []),
        ("8-8", []),
        ("2026", []),
        ("21:00-07:00", [f"21:00-07:00 {zone}" for zone in FAMILIAR]),
        ("21:00 to 7:00 paris", ["21:00-07:00 Europe/Paris"]),
        ("los angeles", [f"{HOURS} America/Los_Angeles"]),
        ("UTC", [f"{HOURS} UTC", f"{HOURS} Etc/UTC"]),
        ("22:00-08:00 Europe/Berlin", ["22:00-08:00 Europe/Berlin"]),
        ("nowhere at all", []),
    ],
)
def test_it_goes_on_from_what_was_typed(typed: str, offered: list[str]) -> None:
    assert list(quiet_suggestions(typed)) == offered


def test_the_settings_own_zone_comes_first_unless_nobody_chose_it() -> None:
    assert quiet_suggestions("22-7", "Asia/Tokyo")[:2] == ("22:00-07:00 Asia/Tokyo", "22:00-07:00 Europe/Berlin")
    assert len(quiet_suggestions("", "Asia/Tokyo")) == len(FAMILIAR)
    assert quiet_suggestions("", "UTC")[0] == f"{HOURS} Europe/Berlin"


def test_a_familiar_city_comes_first_and_one_that_only_holds_it_last() -> None:
    zones = [choice.split()[1] for choice in quiet_suggestions("ber")]
    assert zones == ["Europe/Berlin", "Atlantic/Bermuda", "Australia/Canberra"]


@given(nasty_text | st.from_regex(r"\d{0,2}:?\d{0,2}( ?[ap]m)?-?\d{0,2}:?\d{0,2} ?[A-Za-z/]{0,3}", fullmatch=True))
def test_whatever_is_typed_all_that_is_suggested_fits_and_is_a_zone(typed: str) -> None:
    for choice in quiet_suggestions(typed):
        assert len(choice) <= 100
        assert choice.rpartition(" ")[2] in ZONES
        assert str(read_quiet_hours(choice)) == choice


@each_row("typed", ["", "21:30-7:15 a"])
def test_what_is_suggested_can_be_read(typed: str) -> None:
    for choice in quiet_suggestions(typed):
        assert read_quiet_hours(choice).zone == choice.rpartition(" ")[2]
