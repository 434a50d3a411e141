"""Every record of the catalogue: complete, documented and proved by a recorded answer."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import JobKind
from bot.accounts.provider_answer import Silence
from bot.accounts.roster import update_roster
from bot.accounts.snapshot import Snapshot
from bot.errors import NotUnderstood
from bot.providers.account_list import AccountKeys
from bot.providers.account_map_family import AccountMapFamily
from bot.providers.account_summary import match_service
from bot.providers.catalogue import CATALOGUE
from bot.providers.job_list_family import JobListFamily
from bot.providers.job_rows import JobKeys
from bot.providers.provider import Provider
from bot.providers.running_family import RunningFamily
from bot.providers.scheduler_family import SchedulerFamily
from bot.providers.statistics_family import StatisticsFamily
from tests.providers.families import ANSWERED, ANSWERS, SCHEDULERS, recorded_accounts, recorded_jobs, scheduler_family

each_provider = pytest.mark.parametrize("provider", CATALOGUE.values(), ids=CATALOGUE)

FAMILIES: dict[type, list[str]] = {
    SchedulerFamily: ["minimax", "pixverse", "kling", "tempolor", "riffusion", "ltxstudio"],
    RunningFamily: ["muse", "google-vids"],
    AccountMapFamily: ["gemini-notebook", "flowmusic", "mureka", "dreamina", "midjourney"],
    JobListFamily: ["acemusic", "runwayml", "faceswap", "luma"],
    StatisticsFamily: ["google-flow"],
}
SILENCE = {
    Silence.FULL: FAMILIES[SchedulerFamily],
    Silence.IDLE: ["flowmusic", "mureka", "dreamina", "acemusic", "runwayml", "faceswap", "luma", "midjourney"],
    Silence.ABSENT: ["muse", "google-vids", "gemini-notebook", "google-flow"],
}


def test_every_provider_is_of_its_family_and_the_doubtful_come_last() -> None:
    assert {kind: [name for name, one in CATALOGUE.items() if isinstance(one.family, kind)] for kind in FAMILIES} == (
        FAMILIES
    )
    only_named = [name for name, provider in CATALOGUE.items() if provider.only_named]
    assert only_named == ["riffusion", "ltxstudio", "luma", "midjourney"] == list(CATALOGUE)[-4:]
    assert {
        what: [name for name, one in CATALOGUE.items() if one.family.silence is what] for what in Silence
    } == SILENCE
    uncounted = [name for name, provider in CATALOGUE.items() if not provider.family.counts_slots]
    assert uncounted == ["mureka", "faceswap", "google-flow"]


def check_answer(provider: Provider, jobs: bytes, accounts: bytes | None) -> Snapshot:
    """Check that recorded answers are read in full, which proves every key that the provider's record names."""
    answer = provider.parse_answer(jobs, ANSWERED)
    configured = None if accounts is None else provider.parse_accounts(accounts)
    assert (accounts is None) == (provider.accounts_path is None)
    assert (answer.unreadable, answer.unplaced) == (0, 0)
    assert answer.jobs
    keys = getattr(provider.family, "keys", None)
    for job in answer.jobs:
        assert job.id is not None
        assert (job.account is not None) == (provider.name != "faceswap")
        assert (job.started is not None) == (provider.name not in {"runwayml", "faceswap"})
        if isinstance(provider.family, SchedulerFamily):
            assert None not in {job.elapsed_said, job.reply_ref}
        if keys is not None and keys.elapsed is not None:
            assert job.elapsed_said is not None
        assert keys is None or keys.kind is None or job.kind is not JobKind.OTHER
    for account in configured or ():
        assert provider.account_keys.limit is None or account.limit
    assert not provider.account_keys.session_ends or any(one.health.session_ends for one in configured or ())
    seen = take_snapshot(provider.name, answer, update_roster({}, answer, configured, ANSWERED), ANSWERED)
    assert {job.account for job in answer.jobs} <= {account.name for account in seen.accounts} | {None}
    assert seen.running == sum(job.takes_slot for job in answer.jobs) or provider.name in SCHEDULERS
    if provider.family.counts_slots:
        assert seen.free
        assert all(row.limit and row.executing is not None for row in answer.accounts) or provider.name == "dreamina"
    return seen


@each_provider
def test_recorded_answers_are_read_in_full(provider: Provider) -> None:
    check_answer(provider, recorded_jobs(provider.name), recorded_accounts(provider.name))


@each_provider
def test_a_recorded_answer_is_read_at_once_and_not_row_by_row(provider: Provider) -> None:
    assert provider.family._decode(recorded_jobs(provider.name)) is not None  # type: ignore[attr-defined]  # noqa: SLF001 - what is measured by the bench must be what recorded answers take


@dataclass(frozen=True, kw_only=True)
class New:
    """A provider that no file but this one knows: a record, and a recorded answer.

    Attributes:
        provider: The record.
        jobs: What it answers at its ``jobs_path``.
        accounts: What it answers at its ``accounts_path``.
    """

    provider: Provider
    jobs: Any
    accounts: Any = None


def _record(family: Any, *, accounts: bool = True, **more: Any) -> Provider:  # noqa: ANN401 - whatever a record takes
    return Provider(
        name="parrot",
        title="Parrot",
        source="https://useapi.net/docs/api-parrot-v1/get-parrot-jobs",
        jobs_path="/v1/parrot/jobs",
        accounts_path="/v1/parrot/accounts" if accounts else None,
        family=family,
        **more,
    )


_STAMPED = "j0102030405678240036v-u100-n1-bot:parrot"
_WHEN = "2026-01-02T03:04:05.678Z"
_NESTS = {"n1": {"eggs": 3, "leaves": _WHEN}, "n2": {"eggs": 1, "leaves": _WHEN}}
_EGGS: dict[str, Any] = {"account_keys": AccountKeys(limit="eggs", session_ends=("leaves",))}

NEW = {
    "scheduler": New(
        provider=_record(
            SchedulerFamily(
                account_key="nest",
                job_account_key="bird",
                job_keys={"eggId": JobKind.MUSIC, "oldEggId": JobKind.VIDEO},
                job_form="egg:<account>-<kind>:<id>",
                type_key="what",
                slotless=frozenset({JobKind.IMAGE}),
            ),
            accounts=False,
        ),
        jobs={
            "executing": [
                {"eggId": "egg:n1-image:7", "started": _WHEN, "elapsed": "00:07", "replyRef": "r-1"},
                {"oldEggId": "8", "bird": "n1", "started": _WHEN, "elapsed": "00:07", "replyRef": "r-2"},
            ],
            "available": [{"nest": "n1", "maxJobs": 3, "executing": 1, "available": 2}],
        },
    ),
    "running": New(
        provider=_record(RunningFamily(keys=JobKeys(id="egg", account="nest", started="laid", kind="what")), **_EGGS),
        jobs={
            "running": [{"egg": "8", "nest": "n1", "laid": _WHEN, "what": "image"}],
            "accounts": {"n1": {"running": 1, "maxJobs": 3}, "n2": {"running": 0, "maxJobs": 1}},
        },
        accounts=_NESTS,
    ),
    "account map": New(
        provider=_record(
            AccountMapFamily(
                silence=Silence.IDLE,
                keys=JobKeys(id="egg", started="laid", kind="what"),
                map_key="nests",
                running_key="warm",
                limit_key="room",
            ),
            **_EGGS,
        ),
        jobs={
            "nests": {
                "n1": {"warm": 1, "room": 3, "jobs": [{"egg": "8", "laid": _WHEN, "what": "image"}]},
                "n2": {"warm": 0, "room": 1},
            }
        },
        accounts=_NESTS,
    ),
    "job list": New(
        provider=_record(
            JobListFamily(keys=JobKeys(id="egg", account="nest", elapsed="warm", stamped=True), list_key="eggs"),
            **_EGGS,
        ),
        jobs={"eggs": [{"egg": _STAMPED, "nest": "n1", "warm": "1m 23s"}]},
        accounts=_NESTS,
    ),
    "statistics": New(
        provider=_record(
            StatisticsFamily(keys=JobKeys(account="nest", started="laid")), account_keys=AccountKeys(limit=None)
        ),
        jobs={
            "emails": ["n1", "n2"],
            "videos": {
                "summary": {"n1": {"executing": 1, "completed": 5}},
                "executing": {_STAMPED: {"nest": "n1", "laid": _WHEN}},
            },
        },
        accounts=_NESTS,
    ),
}
each_new = pytest.mark.parametrize("new", NEW.values(), ids=NEW)


def _check(new: New, jobs: object) -> Snapshot:
    accounts = None if new.accounts is None else json.dumps(new.accounts).encode()
    return check_answer(new.provider, json.dumps(jobs).encode(), accounts)


@each_new
def test_a_new_provider_of_a_known_family_is_a_record_and_an_answer(new: New) -> None:
    seen = _check(new, new.jobs)
    assert [account.name for account in seen.accounts] == (["n1"] if new.accounts is None else ["n1", "n2"])
    assert seen.account("n1").running == 1  # type: ignore[union-attr]  # it is there
    if seen.counts_slots:
        assert (seen.free, seen.total) == ((2, 3) if new.accounts is None else (3, 4))


def _keys(body: Any) -> set[str]:  # noqa: ANN401 - JSON
    inside = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    return set(body if isinstance(body, dict) else ()).union(*map(_keys, inside))


def _misspelt(body: Any, wrong: str) -> Any:  # noqa: ANN401 - JSON
    """Return the body with one key written otherwise wherever it stands, as a wrong record would read it."""
    if isinstance(body, list):
        return [_misspelt(row, wrong) for row in body]
    if not isinstance(body, dict):
        return body
    return {(f"x{key}" if key == wrong else key): _misspelt(value, wrong) for key, value in body.items()}


@each_new
def test_a_key_that_a_record_misspells_fails_its_recorded_answer(new: New) -> None:
    def read(jobs: object) -> object:
        _check(new, jobs)
        return new.provider.parse_answer(json.dumps(jobs).encode(), ANSWERED)

    right = read(new.jobs)
    for key in _keys(new.jobs):
        try:
            wrong = read(_misspelt(new.jobs, key))
        except (AssertionError, NotUnderstood):
            continue
        assert wrong != right, f"nothing tells that {key} is misspelt"


@each_provider
def test_a_record_is_complete_and_names_its_source(provider: Provider) -> None:
    assert CATALOGUE[provider.name] is provider
    assert provider.jobs_path.startswith("/v")
    assert provider.name not in SCHEDULERS or provider.jobs_path.endswith(f"/{provider.name}/scheduler/available")
    assert provider.source.startswith("https://useapi.net/docs/")
    assert provider.source in (ANSWERS / "README.md").read_text()
    for sentence in filter(None, (provider.retired, provider.uncertain, provider.caveat)):
        assert sentence.endswith(".")


def test_two_records_share_no_path() -> None:
    paths = [path for record in CATALOGUE.values() for path in record.paths]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        ("MiniMax API", "minimax"),
        ("Runway AP", "runwayml"),
        ("Google Flow API", "google-flow"),
        ("Flow Music API", "flowmusic"),
        ("FlowMusic", "flowmusic"),
        ("Google Vids", "google-vids"),
        ("Gemini Notebook API", "gemini-notebook"),
        ("ACE Music", "acemusic"),
        ("InsightFace API", "faceswap"),
        ("LTX Studio API", "ltxstudio"),
    ],
)
def test_the_names_of_a_token_s_services_are_recognised(said: str, provider: str) -> None:
    assert match_service(said, {record.name: record.words for record in CATALOGUE.values()}) == provider


@each_provider
def test_every_provider_has_words_that_no_other_one_has(provider: Provider) -> None:
    assert provider.words
    others = {word for record in CATALOGUE.values() if record is not provider for word in record.words}
    for word in provider.words:
        assert word == word.casefold()
        assert not [one for one in others if one in word]


@pytest.mark.parametrize(
    ("name", "job", "account", "kind"),
    [
        ("minimax", "user:100-minimax:200300-video:id1", "200300", "video"),
        ("minimax", "user:a-b-minimax:200300-image:id-1", "200300", "image"),
        ("pixverse", "user:100-pixverse:jo-ann.b@ex-ample.com-video:7", "jo-ann.b@ex-ample.com", "video"),
        ("pixverse", "user:100-pixverse:jo-video:x@example.com-music:7", "jo-video:x@example.com", "music"),
        ("tempolor", "user:12345-tempolor:12345-job:abcdef", "12345", ""),
        ("tempolor", "user:12345-tempolor:a-job:b-job:c", "a-job:b", ""),
        ("ltxstudio", "email:jo-ann@example.com:7a34b821-9fd0-205e-type:image", "jo-ann@example.com", "image"),
        ("ltxstudio", "email:a:b@example.com:7a34-type:video", "a:b@example.com", "video"),
        ("riffusion", "0b7c2f4a-5d1e", "", ""),
        ("kling", "123456789", "", ""),
    ],
)
def test_an_id_is_read_from_its_last_marker(name: str, job: str, account: str, kind: str) -> None:
    match = scheduler_family(name).job_ids.pattern.fullmatch(job)
    assert match is not None
    assert match.group("account", "kind") == (account, kind)


@pytest.mark.parametrize("job", ["", "200300", "user:100-kling:200300-video:1", "user:100-minimax:-video:1"])
def test_another_providers_id_tells_nothing(job: str) -> None:
    assert scheduler_family("minimax").job_ids.pattern.fullmatch(job) is None


def test_only_videos_take_a_slot_at_minimax() -> None:
    assert set(JobKind) - scheduler_family("minimax").slotless == {JobKind.VIDEO, JobKind.OTHER}
    assert all(not scheduler_family(name).slotless for name in SCHEDULERS if name != "minimax")
