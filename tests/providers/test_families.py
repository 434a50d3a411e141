"""Odd and broken answers of every family: what can't be read is skipped and counted, and nothing is taken for free."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import JobKind
from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer, Silence
from bot.accounts.roster import AccountState, update_roster
from bot.accounts.snapshot import Snapshot
from bot.errors import NotUnderstood
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from tests.answers.made import jobs_body
from tests.providers.families import ANSWERED, recorded_accounts, recorded_jobs

each_provider = pytest.mark.parametrize("provider", CATALOGUE.values(), ids=CATALOGUE)
WRONG: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, float("nan"), "", "x" * 2000, "\ud800\0", [], {}, [[]], {"a": 1})


def listed(provider: Provider) -> tuple[ConfiguredAccount, ...] | None:
    body = recorded_accounts(provider.name)
    return None if body is None else provider.parse_accounts(body)


def seen(provider: Provider, answer: ProviderAnswer) -> Snapshot:
    roster = update_roster({}, answer, listed(provider), ANSWERED)
    return take_snapshot(provider.name, answer, roster, ANSWERED)


def check_sense(provider: Provider, snapshot: Snapshot) -> None:
    """Check what must hold whatever was answered: slots add up, and texts can be stored and shown."""
    limits = {one.account: one.limit for one in listed(provider) or ()}
    for account in snapshot.accounts:
        assert (account.free is None) is (account.state not in {AccountState.FREE, AccountState.FULL})
        if account.free is not None:
            assert account.total is not None
            assert account.free >= 0
            assert account.in_use >= 0
            assert account.free + account.in_use <= account.total
            assert account.limit is not None or account.name not in limits or provider.family.silence is Silence.FULL
        account.name.encode()
    assert 0 <= snapshot.free <= snapshot.total
    for job in snapshot.jobs:
        "".join(filter(None, (job.id, job.account, job.reply_ref, job.elapsed_said))).encode()
        assert job.started is None or job.started.tzinfo is not None


def read(provider: Provider, body: object) -> Snapshot | None:
    """Read a body, as bytes or as JSON; None if it is not understood, the only way to fail."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        snapshot = seen(provider, provider.parse_answer(raw, ANSWERED))
    except NotUnderstood:
        return None
    check_sense(provider, snapshot)
    return snapshot


BODIES = {
    "nothing": b"",
    "HTML": b"<html><title>502</title></html>",
    "text": b"error code: 1010",
    "half": b'{"accounts": {"a@example.com": {"running": 1',
    "a number": b"7",
    "null": b"null",
    "a word": b'"busy"',
    "deep": b"[" * 100_000,
    "deep and closed": b"[" * 5000 + b"]" * 5000,
    "UTF-16": '{"jobs": []}'.encode("utf-16"),
    "an error": b'{"error": "Unauthorized"}',
    "an error that is an object": b'{"error": {"message": "no", "code": 401}}',
    "other keys": b'{"hello": "world", "code": 401}',
}


@each_provider
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_of_no_family_is_not_understood(provider: Provider, body: bytes) -> None:
    assert read(provider, body) is None


@each_provider
def test_an_empty_body_frees_nothing_that_no_list_has(provider: Provider) -> None:
    for body in (b"{}", b"[]"):
        snapshot = read(provider, body)
        if snapshot is None:
            continue
        assert (body, provider.name) in {
            *((b"{}", name) for name in ("flowmusic", "google-flow")),
            *((b"[]", name) for name in ("runwayml", "faceswap")),
        }
        limits = {one.account: one.limit for one in listed(provider) or ()}
        assert {one.name: one.free for one in snapshot.accounts if one.free} == {
            name: limit for name, limit in limits.items() if limit and provider.family.counts_slots
        }


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """Yield where every value of a body stands."""
    yield path
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inside:
        yield from places(value, (*path, key))


def put(body: Any, path: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a body with another value at one place."""
    if not path:
        return value
    copy: Any = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = put(copy[path[0]], path[1:], value)
    return copy


def most_free(snapshot: Snapshot) -> dict[str, int]:
    return {account.name: account.free or 0 for account in snapshot.accounts}


@each_provider
def test_a_wrong_type_at_any_place_is_skipped_and_frees_nothing(provider: Provider) -> None:
    right = json.loads(recorded_jobs(provider.name))
    before = most_free(seen(provider, provider.parse_answer(recorded_jobs(provider.name), ANSWERED)))
    limits = {one.account: one.limit for one in listed(provider) or ()}
    for path in places(right):
        for value in WRONG:
            snapshot = read(provider, put(right, path, value))
            if snapshot is None or _is_no_mistake(at(right, path), path, value):
                continue
            for name, free in most_free(snapshot).items():
                # Nothing frees a slot but a list or a map that is emptied: that says that nothing runs.
                least = limits.get(name) or 0 if value in ([], {}) else before.get(name, 0)
                assert free <= max(least, before.get(name, 0)), (path, value, name)


def at(body: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 - JSON
    """Return what stands at a place."""
    for key in path:
        body = body[key]
    return body


def _is_no_mistake(was: object, path: tuple[Any, ...], value: object) -> bool:
    """Return whether a value is as good as another one there: another list of jobs, another name of an account."""
    named = path[-1:] in {("email",), ("account",), ("user_id",)} and isinstance(value, int | str) and value is not True
    # Without `available` the slots are what the limit leaves; PixVerse's own sample has less.
    counted = path[-1:] == ("available",) and (value in (None, "") or value != value)  # noqa: PLR0124 - NaN alone differs from itself
    return named or counted or (isinstance(was, list) and isinstance(value, list))


@each_provider
def test_numbers_may_be_strings(provider: Provider) -> None:
    def as_text(body: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(body, dict):
            return {key: as_text(value) for key, value in body.items()}
        if isinstance(body, list):
            return [as_text(value) for value in body]
        return str(body) if isinstance(body, int) and not isinstance(body, bool) else body

    right = json.loads(recorded_jobs(provider.name))
    expected, found = read(provider, right), read(provider, as_text(right))
    assert expected is not None
    assert found is not None
    assert [(one.name, one.free, one.running) for one in found.accounts] == [
        (one.name, one.free, one.running) for one in expected.accounts
    ]
    assert [job.started for job in found.jobs] == [job.started for job in expected.jobs]
    assert found.unreadable == 0


@each_provider
def test_ten_thousand_jobs_take_as_many_steps_more_as_there_are_more_of_them(provider: Provider) -> None:
    def steps(jobs: int) -> int:
        names = [f"{number:05}@example.com" for number in range(jobs // 10)]
        body = jobs_body(provider, dict.fromkeys(names, 10), 20)
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            answer = provider.parse_answer(body, ANSWERED)
            take_snapshot(provider.name, answer, update_roster({}, answer, None, ANSWERED), ANSWERED)
        finally:
            sys.setprofile(None)
        assert (len(answer.jobs), answer.unreadable) == (jobs, 0)
        return counted

    assert steps(10_000) < 8.8 * steps(1250)


@pytest.mark.parametrize(
    ("provider", "row", "kind"),
    [
        ("muse", {"jobid": "x", "type": "poem"}, JobKind.OTHER),
        ("muse", {"jobid": "x", "type": ["video"]}, JobKind.VIDEO),
        ("gemini-notebook", {"jobid": "x", "type": "research"}, JobKind.OTHER),
        ("gemini-notebook", {"jobid": "x", "type": "audio"}, JobKind.AUDIO),
        ("gemini-notebook", {"jobid": "x"}, JobKind.OTHER),
        ("flowmusic", {"jobid": "x", "operation": "poem"}, JobKind.MUSIC),
        ("mureka", {"jobid": "x", "verb": "music/create-advanced"}, JobKind.MUSIC),
        ("mureka", {"jobid": "x", "verb": "speech"}, JobKind.AUDIO),
        ("mureka", {"jobid": "x", "verb": "poem"}, JobKind.OTHER),
        ("mureka", {"jobid": "j0102030405678240036t-u100-a1-bot:mureka"}, JobKind.AUDIO),
        ("dreamina", {"jobid": "j0102030405678240036i-u100-US:a-bot:dreamina", "model": "poem"}, JobKind.IMAGE),
        ("dreamina", {"jobid": "x"}, JobKind.VIDEO),
        ("acemusic", {"jobid": "x", "type": "stems"}, JobKind.AUDIO),
        ("luma", {"jobid": "x", "type": "image"}, JobKind.IMAGE),
        ("midjourney", {"jobId": "x", "jobType": "video"}, JobKind.VIDEO),
        ("runwayml", {"taskId": "x", "type": "image"}, JobKind.VIDEO),
    ],
)
def test_a_kind_is_the_providers_word_or_other(provider: str, row: dict[str, object], kind: JobKind) -> None:
    around: Mapping[str, Any] = {
        "muse": {"running": [row], "accounts": {}},
        "gemini-notebook": {"accounts": {"a": {"running": 1, "maxJobs": 1, "jobs": [row]}}},
        "flowmusic": {"a@b.c": {"running": 1, "maxJobs": 1, "jobs": [row]}},
        "mureka": {"accounts": {"1": {"total": 1, "jobs": [row]}}, "availableAccounts": ["1"]},
        "dreamina": {"executing": {"US:a": [row]}, "total": 1},
        "midjourney": {"channels": {"1": {"total": 1, "maxJobs": 1, "jobs": [row]}}},
        "runwayml": [row],
    }
    body = around.get(provider, {"jobs": [row]})
    (job,) = CATALOGUE[provider].parse_answer(json.dumps(body).encode(), ANSWERED).jobs
    assert job.kind is kind


def parsed(provider: str, body: object) -> ProviderAnswer:
    return CATALOGUE[provider].parse_answer(json.dumps(body).encode(), ANSWERED)


def test_a_finished_job_that_lingers_neither_runs_nor_takes_a_slot() -> None:
    jobs = [{"jobid": one, "status": one} for one in ("pending", "completed", "failed")]
    entry = {"running": 1, "maxJobs": 2, "jobs": jobs}
    for body in ({"a@b.c": entry}, {"a@b.c": entry | {"running": "x"}}):
        answer = parsed("flowmusic", body)
        assert [job.id for job in answer.jobs] == ["pending"]
        assert [row.executing for row in answer.accounts] == [1]


def test_the_health_inside_an_answer_makes_an_account_unusable() -> None:
    paused = {"health": "Signed out with cookie=abc", "running": 0, "maxJobs": 3, "jobs": []}
    for entry in (paused, paused | {"running": "0"}, paused | {"health": "OK", "error": "Signed out with cookie=abc"}):
        (row,) = parsed("gemini-notebook", {"accounts": {"a@b.c": entry}}).accounts
        assert row.fault == "Signed out with cookie: …"


@pytest.mark.parametrize(
    "body",
    [
        {"a@b.c": "busy"},
        {"a@b.c": {"running": "many", "maxJobs": 3}},
        {"a@b.c": {"running": -1, "maxJobs": 3, "jobs": None}},
        {"a@b.c": {"maxJobs": 3}},
        {"a@b.c": {"running": 1, "jobs": {}}},
    ],
)
def test_an_account_whose_entry_can_not_be_read_is_known_and_not_free(body: object) -> None:
    provider = CATALOGUE["flowmusic"]
    answer = parsed("flowmusic", body)
    roster = update_roster({}, answer, (ConfiguredAccount(account="a@b.c", limit=3),), ANSWERED)
    account = take_snapshot(provider.name, answer, roster, ANSWERED).account("a@b.c")
    assert account is not None
    assert account.state is AccountState.UNKNOWN


def test_a_count_beside_the_list_tells_of_jobs_that_are_not_in_it() -> None:
    assert parsed("luma", {"executing": 3, "jobs": [{"jobid": "x", "account": "a"}]}).unplaced == 2
    assert parsed("dreamina", {"executing": {"US:a": [{"jobid": "x"}]}, "total": 3}).unplaced == 2
    assert parsed("luma", {"executing": "x", "jobs": [7, {"jobid": "x"}]}).unplaced == 1
    assert parsed("acemusic", {"jobs": [7, {"jobid": "x"}]}).unplaced == 1


def test_a_bare_list_may_hold_ids_or_objects() -> None:
    answer = parsed("faceswap", ["a", {"jobid": "b"}, 7, " ", [], None])
    assert ({job.id for job in answer.jobs}, answer.unreadable) == ({"a", "b", "7", None}, 2)
    assert [job.id for job in parsed("faceswap", ["a", {"jobid": "b"}]).jobs] == ["b", "a"]


def test_masked_names_that_collide_are_one_account_and_free_nobody() -> None:
    masked = {"jo***@example.com": {"executing": 1, "completed": 2, "failed": 0, "rateLimited": 1}}
    answer = parsed("google-flow", {"emails": ["jo***@example.com"] * 2, "combined": {"summary": masked}})
    assert [(row.account, row.executing) for row in answer.accounts] == [("jo***@example.com", 1)]
    provider, listed_ = (
        CATALOGUE["acemusic"],
        tuple(ConfiguredAccount(account=name, limit=2) for name in ("joan@example.com", "john@example.com")),
    )
    answer = parsed("acemusic", {"jobs": [{"jobid": f"{n}", "email": "jo***@example.com"} for n in range(2)]})
    snapshot = take_snapshot(provider.name, answer, update_roster({}, answer, listed_, ANSWERED), ANSWERED)
    assert snapshot.free == 0
    assert not snapshot.is_full()


@pytest.mark.parametrize(
    ("job", "started"),
    [
        ("j0102030405678240036v-u100-x", "2026-01-02T03:04:05.678+00:00"),
        ("j0102030405678240036v-u100", "2026-01-02T03:04:05.678+00:00"),
        ("j0103030405678240036v-u100-x", "2026-01-03T03:04:05.678+00:00"),  # our clock may be behind theirs
        ("j0104030405678240036v-u100-x", "2025-01-04T03:04:05.678+00:00"),
        ("j1231235959999240036v-u100-x", "2025-12-31T23:59:59.999+00:00"),
        ("j0229030405678240036v-u100-x", "2024-02-29T03:04:05.678+00:00"),
        ("j1767323045678v-u100-x", "2026-01-02T03:04:05.678+00:00"),
        ("j0230030405678240036v-u100-x", None),
        ("j1301030405678240036v-u100-x", None),
        ("j0102030405678v-u100-x", "1973-03-26T21:46:45.678+00:00"),
        ("j010203040567v-u100-x", None),
        ("j0102030405678240036z-u100-x", None),
        ("j0102030405678240036v", None),
        ("j\u0660102030405678240036v-u100-x", None),
        ("user:100-a@example.com-job:1", None),
        ("", None),
    ],
)
def test_the_id_tells_the_start_in_the_newest_year_that_can_be(job: str, started: str | None) -> None:
    jobs = parsed("dreamina", {"executing": {"US:a": [{"jobid": job}]}}).jobs
    assert [None if one.started is None else one.started.isoformat(timespec="milliseconds") for one in jobs] == [
        started
    ]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        *(("00:24", 24), ("03:57", 237), ("75:10", 4510), ("1:02:03", 3723), ("45s", 45), ("1m 23s", 83)),
        *(("1h 2m 3s", 3723), ("2h", 7200), (45, 45), ("45", 45), (45.0, 45), ("", None), ("soon", None)),
        *((-5, None), (True, None), ([], None), ("99999:00", None), (10**9, None), (float("nan"), None)),
    ],
)
def test_where_no_start_is_told_elapsed_is_counted_back(said: object, seconds: int | None) -> None:
    (job,) = parsed("dreamina", {"executing": {"US:a": [{"jobid": "x", "elapsedSeconds": said}]}}).jobs
    assert job.started == (None if seconds is None else ANSWERED - timedelta(seconds=seconds))


def test_without_the_moment_of_the_answer_nothing_is_counted_back() -> None:
    body = json.dumps({"executing": {"US:a": [{"jobid": "j0102030405678240036v-u1-x", "elapsedSeconds": 45}]}})
    (job,) = CATALOGUE["dreamina"].parse_answer(body.encode()).jobs
    assert (job.started, job.elapsed_said) == (None, "45")


def test_the_own_key_of_a_start_comes_before_the_id_and_a_future_one_is_kept() -> None:
    job = {"jobid": "j0102030405678240036m-u1-x", "email": "a", "created": "2026-01-05T00:00:00Z"}
    (found,) = parsed("acemusic", {"jobs": [job]}).jobs
    assert found.started is not None
    assert found.started.isoformat() == "2026-01-05T00:00:00+00:00"
    assert found.elapsed(ANSWERED) == timedelta()


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8)
values = st.recursive(
    scalars | st.sampled_from(WRONG),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[Provider, bytes]:
    """Draw a provider and its recorded answer with some values replaced, doubled or cut off."""
    provider = draw(st.sampled_from(list(CATALOGUE.values())))
    body = json.loads(recorded_jobs(provider.name))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(body))))
        body = put(body, path, draw(values))
    raw = json.dumps(body).encode()
    return provider, raw[: draw(st.integers(0, len(raw)))] if draw(st.integers(0, 9)) == 0 else raw


@given(spoilt())
def test_whatever_arrives_slots_add_up_and_nothing_is_freed_unseen(drawn: tuple[Provider, bytes]) -> None:
    provider, body = drawn
    snapshot = read(provider, body)
    if snapshot is None:
        return
    answer = provider.parse_answer(body, ANSWERED)
    listed_limits = {one.account: one.limit for one in listed(provider) or ()}
    room = {row.account for row in answer.accounts if row.available or (row.limit or 0) > (row.executing or 0)}
    for account in snapshot.accounts:
        if account.state is AccountState.FREE:
            idle = provider.family.silence is Silence.IDLE and listed_limits.get(account.name)
            told = account.name in room or (account.name in listed_limits and account.limit)
            assert idle or told, f"{account} was not seen with room"
