"""Parsing the account list: limits and faults come out, credentials do not."""

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.account_health import used_up
from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, QuotaWindow
from bot.errors import NotUnderstood
from bot.providers.catalogue import CATALOGUE
from tests.moments import NOON
from tests.rows import each_row

ANSWERS = Path(__file__).parents[1] / "answers" / "accounts"
MINIMAX = CATALOGUE["minimax"]
SESSION_ENDS = datetime(2024, 12, 22, 9, 9, 58, 864000, tzinfo=UTC)
UNUSABLE = "useapi.net calls this account unusable."


def _listed(entry: object) -> ConfiguredAccount:
    (listed,) = MINIMAX.parse_accounts(json.dumps({"200300": entry}).encode())
    return listed


def test_limits_and_faults_are_read() -> None:
    assert MINIMAX.parse_accounts((ANSWERS / "minimax.json").read_bytes()) == (
        ConfiguredAccount(account="200300", limit=2, health=AccountHealth(session_ends=SESSION_ENDS)),
        ConfiguredAccount(account="200100", limit=3, fault="Your session has expired, token: …"),
    )  # without 200400, which takes no videos
    assert CATALOGUE["pixverse"].parse_accounts((ANSWERS / "pixverse.json").read_bytes())[1] == ConfiguredAccount(
        account="kim@example.com",
        limit=5,
        fault="Login failed for ki…@example.com with …",
    )
    assert CATALOGUE["tempolor"].parse_accounts((ANSWERS / "tempolor.json").read_bytes())[1].fault == UNUSABLE


@each_row("path", sorted(ANSWERS.iterdir()))
def test_no_credential_comes_out_of_a_recorded_list(path: Path) -> None:
    shown = repr(CATALOGUE[path.stem].parse_accounts(path.read_bytes()))
    for secret in ("eyJ", "made-up-pass", "secured", "user12345", "0123456789abcdef", "deviceID"):
        assert secret not in shown


HEALTH = {
    "well": ({"health": "OK"}, None),
    "well in another spelling": ({"health": " ok "}, None),
    "nothing said": ({}, None),
    "an empty word": ({"health": ""}, None),
    "true": ({"health": True}, None),
    "the reason in place of a word": (
        {"health": "Signed out, add it again"},
        "Signed out, add it again",
    ),
    "a word that nobody knows": ({"health": "dormant"}, "dormant"),
    "a word, and the reason beside it": ({"health": "error", "error": "Sign-in refused"}, "Sign-in refused"),
    "a word alone": ({"health": "error"}, UNUSABLE),
    "well, with an error all the same": ({"health": "OK", "error": "On hold"}, "On hold"),
    "a number": ({"health": 7}, UNUSABLE),
    "an object": ({"health": {"message": "Paused"}}, "Paused"),
    "a list": ({"health": ["OK"]}, UNUSABLE),
    "false": ({"health": False}, UNUSABLE),
    "a secret in the reason": ({"health": "no cookie=abc", "password": "hushhush"}, "no cookie: …"),
    "its own password in the reason": ({"health": "bad hushhush", "password": "hushhush"}, "bad …"),
}


@each_row(("entry", "fault"), HEALTH.values(), ids=HEALTH)
def test_health_other_than_ok_makes_an_account_unusable(entry: dict[str, object], fault: str | None) -> None:
    assert _listed(entry).fault == fault


WINDOW = {"window": "5h", "resetsAt": "2026-01-02T08:00:00.000Z", "usedPercent": 63.11}
READ = QuotaWindow(name="5h", used_percent=63.11, resets_at=datetime(2026, 1, 2, 8, tzinfo=UTC))
QUOTAS = {
    "weekly": (
        {"quota": {"percentUsed": 12, "resetsAt": "2026-01-02T08:00:00Z", "readAt": 1767323045678}},
        (
            QuotaWindow(
                name="week",
                used_percent=12,
                resets_at=READ.resets_at,
            ),
        ),
    ),
    "windows": ({"lastKnownQuota": {"windows": [WINDOW, WINDOW | {"window": None}]}}, (READ, replace(READ, name=None))),
    "as text": ({"quota": {"percentUsed": "100"}}, (QuotaWindow(name="week", used_percent=100),)),
    "broken windows": (
        {"lastKnownQuota": {"windows": [7, {}, {"usedPercent": -0.1}, {"usedPercent": True}, WINDOW]}},
        (READ,),
    ),
    "no list": ({"lastKnownQuota": {"windows": WINDOW}, "quota": [1]}, ()),
    "below nothing": ({"quota": {"percentUsed": -1}}, ()),
    "more than all": ({"quota": {"percentUsed": 100.4}}, (QuotaWindow(name="week", used_percent=100),)),
    "beyond any number": ({"quota": {"percentUsed": "1e999"}}, ()),
    "no number": ({"quota": {"percentUsed": "nan"}}, ()),
    "allowances": ({"limits": {"video": 10000}}, ()),
}


def test_an_account_that_used_more_than_its_quota_is_out_of_credits() -> None:
    health = _listed({"quota": {"percentUsed": 100.4}}).health
    assert used_up(health, NOON) == QuotaWindow(name="week", used_percent=100)


@each_row(("entry", "quota"), QUOTAS.values(), ids=QUOTAS)
def test_a_quota_is_what_was_stored_of_it(entry: dict[str, object], quota: tuple[QuotaWindow, ...]) -> None:
    assert _listed(entry).health.quota == quota


@each_row(
    ("provider", "entry", "ends"),
    [
        ("minimax", {"jwt": {"exp": 1734858598.864}}, SESSION_ENDS),
        ("minimax", {"jwt": {"exp_Expire": "2024-12-22T09:09:58.864Z", "exp": 1}}, SESSION_ENDS),
        ("minimax", {"jwt": {"exp_Expire": "soon", "exp": 1734858598.864}}, SESSION_ENDS),
        ("minimax", {"jwt": "none"}, None),
        ("luma", {"luma_session_expires": "2026-05-27 02:20:34 UTC"}, datetime(2026, 5, 27, 2, 20, 34, tzinfo=UTC)),
        ("dreamina", {"sessionExpires": []}, None),
        ("flowmusic", {"access_token_expires_at": "2026-01-02T04:04:05.678Z"}, None),
        ("google-flow", {"sessionData": {"expires": "2026-01-02T04:04:05.678Z"}}, None),
    ],
)
def test_a_session_ends_where_the_provider_writes_it(
    provider: str, entry: dict[str, object], ends: datetime | None
) -> None:
    (listed,) = CATALOGUE[provider].parse_accounts(json.dumps({"a": entry}).encode())
    assert listed.health.session_ends == ends


@each_row(
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


@each_row(
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


@each_row(
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
