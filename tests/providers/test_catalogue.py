"""Every record of the catalogue: complete, documented and proved by a recorded answer."""

from pathlib import Path

import pytest

from bot.accounts.job import JobKind
from bot.providers.account_list import read_account_list
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.scheduler_parser import read_answer

ANSWERS = Path(__file__).parents[1] / "answers"
each_provider = pytest.mark.parametrize("provider", CATALOGUE.values(), ids=CATALOGUE)


def test_the_six_providers_are_there_and_four_are_current() -> None:
    assert list(CATALOGUE) == ["minimax", "pixverse", "kling", "tempolor", "riffusion", "ltxstudio"]
    assert [name for name, provider in CATALOGUE.items() if provider.retired] == ["riffusion", "ltxstudio"]


@each_provider
def test_a_recorded_answer_is_read_in_full(provider: Provider) -> None:
    answer = read_answer(provider, (ANSWERS / "scheduler" / f"{provider.name}.json").read_bytes())
    assert answer.unreadable == 0
    assert answer.accounts
    assert answer.jobs
    for row in answer.accounts:
        assert None not in {row.limit, row.executing, row.available}
    for job in answer.jobs:
        assert None not in {job.id, job.account, job.started, job.elapsed_said, job.reply_ref}
        assert job.account in {row.account for row in answer.accounts}


@each_provider
def test_a_recorded_roster_is_read_in_full_where_there_is_one(provider: Provider) -> None:
    recorded = ANSWERS / "accounts" / f"{provider.name}.json"
    assert recorded.exists() == (provider.accounts_path is not None)
    if recorded.exists():
        listed = read_account_list(provider, recorded.read_bytes())
        assert listed
        assert all(entry.limit for entry in listed)


@each_provider
def test_a_record_is_complete_and_names_its_source(provider: Provider) -> None:
    assert CATALOGUE[provider.name] is provider
    assert provider.jobs_path.startswith("/v")
    assert provider.jobs_path.endswith(f"/{provider.name}/scheduler/available")
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
    match = CATALOGUE[name].job_pattern.fullmatch(job)
    assert match is not None
    assert match.group("account", "kind") == (account, kind)


@pytest.mark.parametrize("job", ["", "200300", "user:100-kling:200300-video:1", "user:100-minimax:-video:1"])
def test_another_providers_id_tells_nothing(job: str) -> None:
    assert CATALOGUE["minimax"].job_pattern.fullmatch(job) is None


def test_only_videos_take_a_slot_at_minimax() -> None:
    assert set(JobKind) - CATALOGUE["minimax"].slotless == {JobKind.VIDEO}
    assert all(not provider.slotless for provider in CATALOGUE.values() if provider.name != "minimax")
