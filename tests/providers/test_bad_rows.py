"""Odd and broken answers of the scheduler family: rows, numbers, whole bodies; the only error is NotUnderstood."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots
from bot.errors import NotUnderstood
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from tests.providers.families import SCHEDULERS
from tests.rows import each_row

ANSWERS = Path(__file__).parents[1] / "answers" / "jobs"
MINIMAX, PIXVERSE, KLING = (CATALOGUE[name] for name in ("minimax", "pixverse", "kling"))
STARTED = datetime(2025, 2, 12, 1, 55, 16, 128000, tzinfo=UTC)


def _job(row: object, provider: Provider = MINIMAX) -> Job:
    (job,) = provider.parse_answer(json.dumps({"executing": [row]}).encode()).jobs
    return job


def _rows(*rows: object) -> tuple[ListedSlots, ...]:
    return MINIMAX.parse_answer(json.dumps({"available": rows}).encode()).accounts


@each_row("number", [0, -1, 7, 7.0, "7", " 7 ", "7.0", -1_000_000])
def test_a_number_may_be_spelt_in_several_ways(number: object) -> None:
    (row,) = _rows({"account": "a", "available": number})
    assert row.available == int(float(str(number)))


@each_row("number", [None, ""])
def test_an_empty_number_is_missing(number: object) -> None:
    assert _rows({"account": "a", "maxJobs": number, "available": 3}) == (ListedSlots(account="a", available=3),)


UNREADABLE = {
    "no object": 7,
    "a list": [],
    "nothing": None,
    "no account": {"available": 1},
    "an empty account": {"account": "  "},
    "an account that is a truth value": {"account": True},
    "an account that is a fraction": {"account": 1.5},
    "an account that is an object": {"account": {}},
    "a long account": {"account": "x" * 321},
    "a truth value for a number": {"account": "a", "available": True},
    "a fraction": {"account": "a", "available": 1.5},
    "words for a number": {"account": "a", "available": "many"},
    "an absurd number": {"account": "a", "available": 1_000_001},
    "an infinite number": {"account": "a", "available": "1e999"},
    "a list for a number": {"account": "a", "available": [1]},
}


@each_row("row", UNREADABLE.values(), ids=UNREADABLE)
def test_a_bad_row_is_counted_and_the_others_are_read(row: object) -> None:
    answer = MINIMAX.parse_answer(json.dumps({"available": [row, {"account": "b"}, row]}).encode())
    assert answer.accounts == (ListedSlots(account="b"),)
    assert answer.unreadable == 2


@each_row("row", [7, "job", [], None, {"videoId": True}, {"videoId": []}, {"videoId": 1.5}, {"videoId": "x" * 600}])
def test_a_bad_job_is_counted_and_the_others_are_read(row: object) -> None:
    answer = MINIMAX.parse_answer(json.dumps({"executing": [row, {"videoId": "b"}]}).encode())
    assert [job.id for job in answer.jobs] == ["b"]
    assert answer.unreadable == 1


@each_row("row", [{"id": 1, "email": {}}, {"id": 1, "email": True}, {"id": {}, "email": "a"}])
def test_a_job_whose_account_is_of_a_wrong_type_is_unreadable(row: object) -> None:
    assert KLING.parse_answer(json.dumps({"executing": [row]}).encode()).unreadable == 1


def test_a_job_with_nothing_but_a_broken_start_still_counts() -> None:
    assert _job({"started": "soon"}) == Job(id=None, account=None, kind=JobKind.VIDEO)


BODIES = {
    "nothing": (b"", "not JSON"),
    "HTML": (b"<html></html>", "not JSON"),
    "half": (b'{"executing": [', "not JSON"),
    "two": (b"{}{}", "not JSON"),
    "UTF-16": ('{"executing": []}'.encode("utf-16"), "not JSON"),
    "a list": (b"[]", "no JSON object"),
    "a word": (b'"busy"', "no JSON object"),
    "null": (b"null", "no JSON object"),
    "an empty object": (b"{}", "neither"),
    "other keys": (b'{"jobs": []}', "neither"),
    "both null": (b'{"executing": null, "available": null}', "neither"),
    "a number for a list": (b'{"executing": 1, "available": []}', "no list"),
    "an object for a list": (b'{"executing": [], "available": {}}', "no list"),
    "an error": (b'{"error": "Subscription required", "code": 402}', "“Subscription required”"),
    "an error with a secret": (b'{"error": "token=abc is bad"}', "“token: …”"),
    "an error that is an object": (b'{"error": {"a": 1}}', "neither"),
    "deep": (b'{"executing":' + b"[" * 100_000, "not JSON"),
    "deep and closed": (b'{"executing":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not JSON"),
    "deep in an unknown key": (b'{"executing": [], "other": ' + b"[" * 100_000, "not JSON"),
    "a huge number": (b'{"executing": ' + b"9" * 5000 + b"}", "not JSON"),
}


@each_row(("body", "says"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_not_the_expected_object_is_not_understood(body: bytes, says: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        MINIMAX.parse_answer(body)
    assert says in caught.value.sentence
    assert "MiniMax" in caught.value.sentence


@each_row(
    "body",
    [
        b'\xef\xbb\xbf{"executing": [{"videoId": "b"}]}',
        b'{"executing": [{"videoId": "b", "other": NaN}]}',
        b'{"executing": [{"videoId": "b", "started": -Infinity}]}',
        b'{"executing": [{"videoId": "b", "other": "\xff\xfe"}]}',
        b'{"executing": [{"videoId": "b", "other": "\\ud800"}]}',
        b'{"executing": [{"videoId": "b", "other": ' + b"[" * 300 + b"]" * 300 + b"}]}",
        b'{"executing": [{"videoId": "a"}], "executing": [{"videoId": "b"}]}',
    ],
)
def test_a_flaw_elsewhere_costs_nothing(body: bytes) -> None:
    answer = MINIMAX.parse_answer(body)
    assert [(job.id, job.started) for job in answer.jobs] == [("b", None)]


def test_invalid_utf_8_in_a_name_costs_one_character() -> None:
    answer = MINIMAX.parse_answer(b'{"executing": [{"videoId": "b\xff"}], "available": [{"account": "a\xff"}]}')
    assert ([job.id for job in answer.jobs], answer.accounts) == (["b\ufffd"], (ListedSlots(account="a\ufffd"),))


def test_names_can_be_stored_and_shown() -> None:
    answer = MINIMAX.parse_answer(rb'{"available": [{"account": "a\ud800\u0000b"}]}')
    assert answer.accounts == (ListedSlots(account="a\ufffd\ufffdb"),)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    *("videoId", "imageId", "id", "video_id", "job_id", "jobId", "account", "email", "user_id", "type", "started"),
    *("elapsed", "replyRef", "maxJobs", "executing", "available", "error"),
)
plausible = st.sampled_from(
    [
        *("user:1-minimax:2-video:3", "user:1-pixverse:a@b.c-image:4", "email:a@b.c:7-type:video", "video", "music"),
        *(
            "2025-02-12T01:55:16.128Z",
            "2025-02-12",
            "1739325316128",
            1739325316128,
            20250212,
            1e11,
            "03:57",
            "7",
            7,
            7.0,
        ),
        *("x" * 1100, "\0", "\ud800", " a ", 2**70, -0.0, "7.", "\u0667", "1e3"),
    ]
)
rows = st.dictionaries(st.sampled_from(KEYS), plausible | json_values, max_size=6)
answers = st.fixed_dictionaries(
    {}, optional={key: st.lists(rows | json_values, max_size=4) | json_values for key in ("executing", "available")}
)


@given(st.sampled_from(list(CATALOGUE)), st.binary(max_size=200) | (answers | json_values).map(json.dumps))
@example("minimax", b"\xff")
def test_any_body_is_an_answer_or_not_understood(name: str, body: bytes | str) -> None:
    raw = body.encode() if isinstance(body, str) else body
    try:
        answer = CATALOGUE[name].parse_answer(raw)
    except NotUnderstood:
        return
    for job in answer.jobs:
        "".join(filter(None, (job.id, job.account, job.reply_ref, job.elapsed_said))).encode()
        assert job.started is None or job.started.tzinfo is not None
    for row in answer.accounts:
        assert row.account.encode().strip()


few_rows = st.lists(st.dictionaries(st.sampled_from(KEYS), plausible | scalars, max_size=4), max_size=3)


@given(st.sampled_from(list(SCHEDULERS)), few_rows, few_rows)
def test_a_bad_row_changes_nothing_for_the_others(
    name: str, executing: list[dict[str, object]], available: list[dict[str, object]]
) -> None:
    def read(extra: list[object]) -> tuple[object, ...]:
        body = json.dumps({"executing": [*executing, *extra], "available": available})
        answer = CATALOGUE[name].parse_answer(body.encode())
        return answer.accounts, answer.jobs, answer.unreadable - len(extra)

    assert read([]) == read([7])
