"""What a token has: which services, by names that people gave them, and nothing of the owner."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.answer_body import UnreadableBody
from bot.providers.token_subscription import AccountSummary, Service, match_service, parse_summary
from tests.rows import each_row

BODY = (Path(__file__).parents[1] / "answers/account.json").read_bytes()
WORDS = {
    "flowmusic": ("flow music",),
    "google-flow": ("google flow",),
    "google-vids": ("google vids",),
    "gemini-notebook": ("gemini notebook", "gemini", "notebook"),
    "muse": ("muse",),
    "minimax": ("minimax", "hailuo"),
    "runwayml": ("runway", "runwayml"),
    "faceswap": ("insightface", "faceswap"),
}


def test_the_documented_answer_is_read() -> None:
    assert parse_summary(BODY) == AccountSummary(
        services=(
            Service(name="MiniMax API", total=3, failing=1),
            Service(name="Midjourney API", total=1),
            Service(name="Runway AP", total=1),
        ),
        active=True,
        accounts_each=3,
        renews=date(2026, 1, 2),
    )


def test_nothing_of_the_owner_is_read() -> None:
    shown = repr(parse_summary(BODY))
    assert not any(secret in shown for secret in ("owner@", "Made-up", "hook.example", "id=100"))


@each_row(
    ("service", "provider"),
    [
        ("MiniMax API", "minimax"),
        ("Hailuo AI", "minimax"),
        ("Runway AP", "runwayml"),
        ("Google Flow API", "google-flow"),
        ("GoogleFlow API", "google-flow"),
        ("Flow Music API", "flowmusic"),
        ("FlowMusicAPI", "flowmusic"),
        ("Google Vids", "google-vids"),
        ("Gemini-Notebook API", "gemini-notebook"),
        ("NOTEBOOK api", "gemini-notebook"),
        ("InsightFace FaceSwap API", "faceswap"),
        ("Google Notebook Gemini Notebook Muse", "gemini-notebook"),
        ("Museum API", None),
        ("Midjourney API", None),
        ("API", None),
        ("", None),
    ],
)
def test_a_service_is_matched_by_the_longest_of_its_words(service: str, provider: str | None) -> None:
    assert match_service(service, WORDS) == provider


@each_row("sub", ["", "26010", "261302", "2601021", 260102.5, None, ["260102"]])
def test_a_renewal_that_is_no_day_is_left_out(sub: object) -> None:
    assert parse_summary(json.dumps({"sub": sub}).encode()).renews is None


def test_counts_may_come_as_texts_or_be_missing() -> None:
    body = {"accounts": {"A": {"total": "3", "error": "x"}, "B": None, "C": {}, "D": {"total": -1}, "": {}}}
    assert parse_summary(json.dumps(body).encode()).services == (
        Service(name="A", total=3),
        Service(name="B"),
        Service(name="C"),
        Service(name="D"),
    )


@each_row("body", [b"", b"<html>", b"[]", b'"x"', b'{"accounts": '])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        parse_summary(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)


@given(st.dictionaries(st.sampled_from(("accounts", "sub", "subscriptionIsActive", "maxAccountsPerAPI")), JSON))
def test_any_value_at_any_key_is_harmless(body: dict[str, object]) -> None:
    assert len(parse_summary(json.dumps(body).encode()).services) <= 9
