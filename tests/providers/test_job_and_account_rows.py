"""What the rows of jobs and accounts say, at the families without a scheduler: kind, start, health, room and name."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import JobKind
from bot.accounts.provider_answer import ConfiguredAccount, RecentWork
from bot.accounts.roster import AccountState, update_roster
from bot.providers.catalogue import CATALOGUE
from tests.providers.families import ANSWERED, parsed
from tests.rows import each_row


@each_row(
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


def test_a_finished_job_that_lingers_neither_runs_nor_takes_a_slot() -> None:
    jobs = [{"jobid": one, "status": one} for one in ("pending", "completed", "failed")]
    entry = {"running": 1, "maxJobs": 2, "jobs": jobs}
    for body in ({"a@b.c": entry}, {"a@b.c": entry | {"running": "x"}}):
        answer = parsed("flowmusic", body)
        assert [job.id for job in answer.jobs] == ["pending"]
        assert [row.executing for row in answer.accounts] == [1]
    rows = [{"id": one["jobid"], "email": "a@b.c", "status": one["status"]} for one in jobs]
    account = {"email": "a@b.c", "maxJobs": 2, "executing": 1, "available": 1}
    answer = parsed("kling", {"executing": rows, "available": [account]})
    assert ([job.id for job in answer.jobs], answer.accounts[0].available, answer.unreadable) == (["pending"], 1, 0)


def test_a_count_beside_the_list_tells_of_jobs_that_are_not_in_it() -> None:
    assert parsed("luma", {"executing": 3, "jobs": [{"jobid": "x", "account": "a"}]}).unplaced == 2
    assert parsed("dreamina", {"executing": {"US:a": [{"jobid": "x"}]}, "total": 3}).unplaced == 2
    assert parsed("luma", {"executing": "x", "jobs": [7, {"jobid": "x"}]}).unplaced == 1
    assert parsed("acemusic", {"jobs": [7, {"jobid": "x"}]}).unplaced == 1


def test_a_bare_list_may_hold_ids_or_objects() -> None:
    answer = parsed("faceswap", ["a", {"jobid": "b"}, 7, " ", [], None])
    assert ({job.id for job in answer.jobs}, answer.unreadable) == ({"a", "b", "7", None}, 2)
    assert [job.id for job in parsed("faceswap", ["a", {"jobid": "b"}]).jobs] == ["a", "b"]


@each_row(
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


def test_the_health_inside_an_answer_makes_an_account_unusable() -> None:
    paused = {"health": "Signed out with cookie=abc", "running": 0, "maxJobs": 3, "jobs": []}
    for entry in (paused, paused | {"running": "0"}, paused | {"health": "OK", "error": "Signed out with cookie=abc"}):
        (row,) = parsed("gemini-notebook", {"accounts": {"a@b.c": entry}}).accounts
        assert row.fault == "Signed out with cookie: …"


@each_row(
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


def test_blanks_around_the_key_of_an_account_are_no_part_of_its_name() -> None:
    entry = {"running": 1, "maxJobs": 2, "jobs": []}
    assert [row.account for row in parsed("flowmusic", {" a@b.c ": entry}).accounts] == ["a@b.c"]
    counted = {"combined": {"summary": {" a@b.c ": {"executing": 1}}}}
    assert [row.account for row in parsed("google-flow", counted).accounts] == ["a@b.c"]


def test_a_count_that_no_account_can_have_counts_nothing() -> None:
    counted = {"combined": {"summary": {"a@b.c": {"executing": 2**70, "completed": -1, "failed": 2}}}}
    (row,) = parsed("google-flow", counted).accounts
    assert (row.executing, row.recent) == (0, RecentWork(failed=2))
