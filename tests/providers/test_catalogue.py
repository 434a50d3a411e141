"""Every record of the catalogue: complete, documented and proved by a recorded answer."""

import json
from pathlib import Path

import pytest

from bot.accounts.job import JobKind
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.scheduler_family import SchedulerFamily
from tests.providers.families import SCHEDULERS, scheduler_family

ANSWERS = Path(__file__).parents[1] / "answers"
each_provider = pytest.mark.parametrize("provider", CATALOGUE.values(), ids=CATALOGUE)


def test_the_six_providers_are_there_and_four_are_current() -> None:
    assert list(CATALOGUE) == ["minimax", "pixverse", "kling", "tempolor", "riffusion", "ltxstudio"]
    assert [name for name, provider in CATALOGUE.items() if provider.retired] == ["riffusion", "ltxstudio"]


def check_answer(provider: Provider, body: bytes) -> None:
    """Check that a recorded answer is read in full, which proves every key that the provider's record names."""
    answer = provider.parse_answer(body)
    assert answer.unreadable == 0
    assert answer.accounts
    assert answer.jobs
    for account in answer.accounts:
        assert None not in {account.limit, account.executing, account.available}
    for job in answer.jobs:
        assert None not in {job.id, job.account, job.started, job.elapsed_said, job.reply_ref}
        assert job.account in {account.account for account in answer.accounts}


@each_provider
def test_a_recorded_answer_is_read_in_full(provider: Provider) -> None:
    check_answer(provider, (ANSWERS / "jobs" / f"{provider.name}.json").read_bytes())


@each_provider
def test_a_recorded_account_list_is_read_in_full(provider: Provider) -> None:
    recorded = ANSWERS / "accounts" / f"{provider.name}.json"
    assert recorded.exists() == (provider.accounts_path is not None)
    if recorded.exists():
        configured = provider.parse_accounts(recorded.read_bytes())
        assert configured
        assert all(account.limit for account in configured)


NEW = Provider(
    name="parrot",
    title="Parrot",
    source="https://useapi.net/docs/api-parrot-v1/get-parrot-scheduler-available",
    jobs_path="/v1/parrot/scheduler/available",
    family=SchedulerFamily(
        account_key="nest",
        job_account_key="bird",
        job_keys={"eggId": JobKind.MUSIC, "oldEggId": JobKind.VIDEO},
        job_form="egg:<account>-<kind>:<id>",
        type_key="what",
        slotless=frozenset({JobKind.IMAGE}),
    ),
)
NEW_ANSWER: dict[str, list[dict[str, object]]] = {
    "executing": [
        {"eggId": "egg:n1-image:7", "started": "2026-05-15T12:00:00.000Z", "elapsed": "00:07", "replyRef": "r-1"},
        {"oldEggId": "8", "bird": "n1", "started": "2026-05-15T12:00:00.000Z", "elapsed": "00:07", "replyRef": "r-2"},
    ],
    "available": [{"nest": "n1", "maxJobs": 3, "executing": 1, "available": 2}],
}


def test_a_new_provider_of_a_known_family_is_a_record_and_an_answer() -> None:
    check_answer(NEW, json.dumps(NEW_ANSWER).encode())
    jobs = NEW.parse_answer(json.dumps(NEW_ANSWER).encode()).jobs
    assert [(job.account, job.kind, job.takes_slot) for job in jobs] == [
        ("n1", JobKind.IMAGE, False),
        ("n1", JobKind.VIDEO, True),
    ]


@pytest.mark.parametrize("row", ["executing", "available"])
def test_a_key_that_a_record_misspells_fails_its_recorded_answer(row: str) -> None:
    for key in NEW_ANSWER[row][-1]:
        rows = [{("x" if name == key else name): value for name, value in one.items()} for one in NEW_ANSWER[row]]
        with pytest.raises(AssertionError):
            check_answer(NEW, json.dumps(NEW_ANSWER | {row: rows}).encode())


@each_provider
def test_a_record_is_complete_and_names_its_source(provider: Provider) -> None:
    assert CATALOGUE[provider.name] is provider
    assert provider.jobs_path.startswith("/v")
    assert provider.name not in SCHEDULERS or provider.jobs_path.endswith(f"/{provider.name}/scheduler/available")
    assert provider.source.startswith("https://useapi.net/docs/")
    assert provider.source in (ANSWERS / "README.md").read_text()
    for sentence in filter(None, (provider.retired, provider.caveat)):
        assert sentence.endswith(".")


def test_two_records_share_no_path() -> None:
    paths = [path for record in CATALOGUE.values() for path in (record.jobs_path, record.accounts_path) if path]
    assert len(paths) == len(set(paths))


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
    assert set(JobKind) - scheduler_family("minimax").slotless == {JobKind.VIDEO}
    assert all(not scheduler_family(name).slotless for name in SCHEDULERS if name != "minimax")
