"""Parsing the account list: limits and faults come out, credentials do not."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.provider_answer import ConfiguredAccount
from bot.errors import NotUnderstood
from bot.providers.catalogue import CATALOGUE

ANSWERS = Path(__file__).parents[1] / "answers" / "accounts"
MINIMAX = CATALOGUE["minimax"]
UNUSABLE = "useapi.net calls this account unusable."


def _listed(entry: object) -> ConfiguredAccount:
    (listed,) = MINIMAX.parse_accounts(json.dumps({"200300": entry}).encode())
    return listed


def test_limits_and_faults_are_read() -> None:
    assert MINIMAX.parse_accounts((ANSWERS / "minimax.json").read_bytes()) == (
        ConfiguredAccount(account="200300", limit=2),
        ConfiguredAccount(account="200100", limit=3, fault="Your session has expired, token: …"),
        ConfiguredAccount(account="200400", limit=1),
    )
    assert CATALOGUE["pixverse"].parse_accounts((ANSWERS / "pixverse.json").read_bytes())[1] == ConfiguredAccount(
        account="kim@example.com", limit=5, fault="Login failed for ki…@example.com with …"
    )
    assert CATALOGUE["tempolor"].parse_accounts((ANSWERS / "tempolor.json").read_bytes())[1].fault == UNUSABLE


@pytest.mark.parametrize("path", sorted(ANSWERS.iterdir()), ids=lambda path: path.stem)
def test_no_credential_comes_out_of_a_recorded_list(path: Path) -> None:
    shown = repr(CATALOGUE[path.stem].parse_accounts(path.read_bytes()))
    for secret in ("eyJ", "made-up-pass", "secured", "user12345", "0123456789abcdef", "deviceID"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (None, None),
        (False, None),
        ("", None),
        ({}, None),
        (True, UNUSABLE),
        (401, UNUSABLE),
        ([1], UNUSABLE),
        ("   ", UNUSABLE),
        ("Signed out", "Signed out"),
        ({"message": "On hold", "code": 1}, "On hold"),
        ({"error": "On hold"}, "On hold"),
        ({"message": {"deep": 1}}, UNUSABLE),
        ("two\nlines\u202e", "two lines"),
        ("cookie: a=b; c=d", "cookie: …"),
        ("long " * 100, "long " * 39 + "long…"),
    ],
)
def test_a_fault_is_one_sentence(error: object, fault: str | None) -> None:
    assert _listed({"error": error}).fault == fault


@pytest.mark.parametrize(
    ("said", "limit"),
    [(3, 3), ("3", 3), (3.0, 3), (0, 0), (-1, None), (True, None), (None, None), (2.5, None), ("x", None), ([], None)],
)
def test_a_limit_that_can_not_be_read_costs_only_itself(said: object, limit: int | None) -> None:
    assert _listed({"maxJobs": said}) == ConfiguredAccount(account="200300", limit=limit)


def test_secrets_are_found_at_any_depth() -> None:
    entry = {"jars": [{"cookies": ["hush-1"]}], "error": "hush-1 is no good"}
    assert _listed(entry).fault == "… is no good"


def test_a_name_can_be_stored_and_shown() -> None:
    assert MINIMAX.parse_accounts(rb'{"a\ud800": {}}') == (ConfiguredAccount(account="a\ufffd"),)


def test_no_accounts_is_an_empty_list_and_other_entries_are_skipped() -> None:
    assert MINIMAX.parse_accounts(b"{}") == ()
    assert MINIMAX.parse_accounts(b'{" 1 ": {}, "2": 7, " ": {}, "' + b"x" * 321 + b'": {}}') == (
        ConfiguredAccount(account="1"),
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html>", "not JSON"),
        (b"[]", "no JSON object"),
        (b'{"error": "Unauthorized", "code": 401}', "“Unauthorized”"),
        (b'{"hello": "world"}', "no account"),
        (b'{"1": {"password": "made-up-pass"', "not JSON"),
    ],
)
def test_what_is_no_account_list_is_not_understood_and_not_quoted(body: bytes, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says) as caught:
        MINIMAX.parse_accounts(body)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or not hasattr(caught.value.__context__, "doc")


@given(st.text(st.characters(categories=["L", "N", "P"], codec="utf-8"), min_size=6, max_size=40), st.booleans())
def test_a_credential_quoted_in_an_error_never_survives(secret: str, inside: bool) -> None:  # noqa: FBT001 - Hypothesis
    entry = {"password": secret, "maxJobs": 1, "error": f"bad: {secret}!"}
    listed = _listed({"maxJobs": 1, "jwt": entry, "error": entry["error"]} if inside else entry)
    assert listed.fault is not None
    assert secret not in listed.fault


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in ANSWERS.iterdir():
            CATALOGUE[path.stem].parse_accounts(path.read_bytes())
    assert caplog.records == []
