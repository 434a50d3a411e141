"""Slack's ids as numbers, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack.slack_ids import message_number_of, number_of, slack_id_of, ts_of, with_slack_ids
from bot.platforms import Platform, platform_of
from tests.rows import each_row

IDS = st.from_regex(r"\A[A-Z][A-Z0-9]{1,11}\Z")


@given(IDS)
def test_an_id_comes_back_and_fits_into_a_database(slack_id: str) -> None:
    number = number_of(slack_id)
    assert -(2**63) <= number < 0
    assert slack_id_of(number) == slack_id
    assert platform_of(number) is Platform.SLACK


@each_row("wrong", ["", "c024be91l", "024BE91L", "C", "C" * 13, "C02\n", "<@U1>", "Ç024"])
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no id of Slack"):
        number_of(wrong)


@each_row("wrong", [0, 1, -1, -9, 2**63 - 1])
def test_a_number_of_elsewhere_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="is no id of Slack"):
        slack_id_of(wrong)


def test_a_snowflake_is_of_discord() -> None:
    assert platform_of(1_130_000_000_000_000_001) is Platform.DISCORD


def test_a_log_line_names_what_slack_knows_by_its_own_ids() -> None:
    channel, member = number_of("C024BE91L"), number_of("U012AB3CDE")
    other = f"-5 of 1130000000000000001, at -1.5 s, x-{-channel}, {channel}.5"
    said = f"Member {member} muted MiniMax in channel {channel}: {other} in {channel}."
    assert with_slack_ids(said) == f"Member U012AB3CDE muted MiniMax in channel C024BE91L: {other} in C024BE91L."
    assert with_slack_ids(str(-(36**11))) == str(-(36**11))  # which would begin with a digit


@given(st.from_regex(r"\A[1-9][0-9]{9}\.[0-9]{6}\Z"))
def test_a_ts_comes_back(ts: str) -> None:
    assert ts_of(message_number_of(ts)) == ts


@each_row("wrong", ["", "1760000000", "1760000000.12", "1760000000.123456\n", "a.123456", "1e9.000000"])
def test_what_is_no_ts_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="no message's ts"):
        message_number_of(wrong)
