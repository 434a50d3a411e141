"""Reading a scheduler's answer: accounts, kinds, moments and references, in every documented spelling."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from tests.rows import each_row

ANSWERS = Path(__file__).parents[1] / "answers" / "jobs"
MINIMAX, PIXVERSE, KLING = (CATALOGUE[name] for name in ("minimax", "pixverse", "kling"))
STARTED = datetime(2025, 2, 12, 1, 55, 16, 128000, tzinfo=UTC)


def _job(row: object, provider: Provider = MINIMAX) -> Job:
    (job,) = provider.parse_answer(json.dumps({"executing": [row]}).encode()).jobs
    return job


def _rows(*rows: object) -> tuple[ListedSlots, ...]:
    return MINIMAX.parse_answer(json.dumps({"available": rows}).encode()).accounts


def test_both_shapes_of_pixverse_mean_the_same() -> None:
    now, then = (PIXVERSE.parse_answer((ANSWERS / f"{name}.json").read_bytes()) for name in _PIXVERSE)
    assert now.jobs[0] == then.jobs[0]
    assert now.accounts == then.accounts
    assert [job.kind for job in now.jobs] == [JobKind.VIDEO, JobKind.IMAGE]


_PIXVERSE = ("pixverse", "pixverse-until-2025")


def test_an_image_job_under_a_video_key_is_an_image_and_takes_no_slot() -> None:
    answer = MINIMAX.parse_answer((ANSWERS / "minimax.json").read_bytes())
    assert [(job.kind, job.takes_slot) for job in answer.jobs] == [(JobKind.VIDEO, True), (JobKind.IMAGE, False)]


def test_a_full_account_is_named_by_its_jobs_alone() -> None:
    answer = MINIMAX.parse_answer((ANSWERS / "minimax-full.json").read_bytes())
    assert answer.accounts == ()
    assert Counter(job.account for job in answer.jobs) == {"200300": 2}


def test_unknown_keys_are_harmless() -> None:
    answer = MINIMAX.parse_answer((ANSWERS / "minimax-audio.json").read_bytes())
    assert answer.accounts == (ListedSlots(account="200100", limit=5, executing=0, available=5),)


def test_numbers_that_contradict_each_other_are_kept_as_they_are() -> None:
    rows = PIXVERSE.parse_answer((ANSWERS / "pixverse.json").read_bytes()).accounts
    assert ListedSlots(account="jo-ann@example.com", limit=8, executing=3, available=2) in rows


@each_row("body", [b'{"executing": []}', b'{"available": []}', b'{"executing": [], "available": null}'])
def test_a_missing_list_is_an_empty_one(body: bytes) -> None:
    answer = KLING.parse_answer(body)
    assert (answer.accounts, answer.jobs, answer.unreadable) == ((), (), 0)


@each_row(
    ("provider", "row", "kind"),
    [
        (MINIMAX, {"videoId": "user:1-minimax:2-image:3"}, JobKind.IMAGE),
        (MINIMAX, {"imageId": "user:1-minimax:2-video:3"}, JobKind.VIDEO),
        (MINIMAX, {"videoId": "user:1-minimax:2-audio:3"}, JobKind.AUDIO),
        (MINIMAX, {"imageId": "unlike any"}, JobKind.IMAGE),
        (MINIMAX, {"videoId": None, "imageId": "unlike any"}, JobKind.IMAGE),
        (MINIMAX, {"videoId": "user:1-minimax:2-poem:3"}, JobKind.VIDEO),
        (MINIMAX, {}, JobKind.VIDEO),
        (PIXVERSE, {"id": "unlike any", "type": "music"}, JobKind.MUSIC),
        (PIXVERSE, {"id": "unlike any", "type": ["music"]}, JobKind.VIDEO),
        (PIXVERSE, {"video_id": "unlike any", "type": "image"}, JobKind.IMAGE),
        (PIXVERSE, {"id": "unlike any", "type": "poem"}, JobKind.OTHER),
        (PIXVERSE, {"id": "user:1-pixverse:a@b.c-image:3", "type": "music"}, JobKind.IMAGE),
        (CATALOGUE["tempolor"], {"job_id": "user:1-tempolor:2-job:3"}, JobKind.MUSIC),
        (CATALOGUE["ltxstudio"], {"jobId": "email:a@b.c:7-type:image"}, JobKind.IMAGE),
        (KLING, {"id": 1, "type": "image"}, JobKind.VIDEO),
    ],
)
def test_a_kind_comes_from_the_id_then_the_type_then_the_key(
    provider: Provider, row: dict[str, object], kind: JobKind
) -> None:
    job = _job(row, provider)
    assert job.kind is kind
    assert job.takes_slot is (provider is not MINIMAX or kind is JobKind.VIDEO)


@each_row(
    ("provider", "row", "account"),
    [
        (MINIMAX, {"videoId": "user:1-minimax:200300-video:3"}, "200300"),
        (MINIMAX, {"videoId": "unlike any"}, None),
        (MINIMAX, {"videoId": "user:1-minimax:" + "9" * 400 + "-video:3"}, None),
        (MINIMAX, {"videoId": "user:1-minimax: -video:3"}, None),
        (KLING, {"id": 1, "email": " jo@example.com "}, "jo@example.com"),
        (KLING, {"id": 1}, None),
        (CATALOGUE["riffusion"], {"job_id": "a", "user_id": 12345}, "12345"),
        (CATALOGUE["ltxstudio"], {"jobId": "email:a@b.c:7-type:image"}, "a@b.c"),
        (CATALOGUE["ltxstudio"], {"jobId": "email:a@b.c:7-type:image", "email": "d@e.f"}, "d@e.f"),
    ],
)
def test_an_account_comes_from_its_key_then_from_the_id(
    provider: Provider, row: dict[str, object], account: str | None
) -> None:
    assert _job(row, provider).account == account


def test_jobs_of_one_account_are_told_apart() -> None:
    ids = [f"user:1-minimax:2-{kind}:{number}" for number in range(3) for kind in ("video", "image")]
    answer = MINIMAX.parse_answer(json.dumps({"executing": [{"videoId": job} for job in ids]}).encode())
    assert [job.id for job in answer.jobs] == ids
    assert [job.kind for job in answer.jobs] == [JobKind.VIDEO, JobKind.IMAGE] * 3
    ids = [f"email:a@b.c:7-type:{kind}" for kind in ("video", "image")]
    answer = CATALOGUE["ltxstudio"].parse_answer(json.dumps({"executing": [{"jobId": job} for job in ids]}).encode())
    assert [job.kind for job in answer.jobs] == [JobKind.VIDEO, JobKind.IMAGE]


@each_row(
    ("said", "started"),
    [
        ("2025-02-12T01:55:16.128Z", STARTED),
        ("2025-02-12T01:55:16.128", STARTED),
        ("2025-02-12T03:55:16.128+02:00", STARTED),
        (1739325316128, STARTED),
        (1739325316128.0, STARTED),
        ("1739325316128", STARTED),
        (1739325316.128, STARTED),
        (1739325316, STARTED.replace(microsecond=0)),
        ("2035-01-01T00:00:00Z", datetime(2035, 1, 1, tzinfo=UTC)),
        ("2025-04-18T12:45:67.890Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("99999-01-01T00:00:00Z", None),
        (1e300, None),
        (True, None),
        ("yesterday", None),
        ("", None),
        ({"at": 1}, None),
        ([], None),
        (None, None),
    ],
)
def test_a_start_is_a_moment_in_utc_or_missing(said: object, started: datetime | None) -> None:
    job = _job({"started": said})
    assert job.started == started
    assert job.started is None or job.started.utcoffset() == STARTED.utcoffset()


@each_row(
    ("said", "kept"),
    [
        ("storyboard-12 (mia)", "storyboard-12 (mia)"),
        ("  spaced ", "spaced"),
        ("x" * 1024, "x" * 1024),
        ("x" * 5000, "x" * 1024),
        ("half \ud83d of a smile", "half \ufffd of a smile"),
        ("a whole \U0001f600", "a whole \U0001f600"),
        ("nul \0 inside", "nul \ufffd inside"),
        (12, "12"),
        (True, None),
        ({"a": 1}, None),
        ("   ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_reference_is_text_or_missing(said: object, kept: str | None) -> None:
    assert _job({"replyRef": said}).reply_ref == kept


@each_row(("said", "kept"), [("03:57", "03:57"), (83, "83"), ("9" * 99, "9" * 32), ([], None)])
def test_elapsed_is_kept_as_it_was_said(said: object, kept: str | None) -> None:
    assert _job({"elapsed": said}).elapsed_said == kept


def test_a_reply_url_is_never_read() -> None:
    answer = MINIMAX.parse_answer((ANSWERS / "minimax.json").read_bytes())
    assert "callback" not in repr(answer)
