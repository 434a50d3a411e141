"""Every record of the catalogue: complete, documented and proved by a recorded answer."""

from bot.accounts.job import JobKind
from bot.accounts.provider_answer import WhenUnlisted
from bot.providers.catalogue import CATALOGUE
from bot.providers.families.account_map_flowmusic_mureka import AccountMapFamily
from bot.providers.families.job_list_runway_luma import JobListFamily
from bot.providers.families.running_list_muse_google_vids import RunningFamily
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.families.statistics_google_flow import StatisticsFamily
from bot.providers.provider import Provider
from bot.providers.token_subscription import match_service
from tests.providers.families import (
    ANSWERS,
    SCHEDULERS,
    check_answer,
    each_provider,
    recorded_accounts,
    recorded_jobs,
    scheduler_family,
)
from tests.rows import each_row

FAMILIES: tuple[tuple[type, WhenUnlisted, tuple[str, ...]], ...] = (
    (SchedulerFamily, WhenUnlisted.FULL, ("minimax", "pixverse", "kling", "tempolor", "riffusion", "ltxstudio")),
    (RunningFamily, WhenUnlisted.ABSENT, ("muse", "google-vids")),
    (AccountMapFamily, WhenUnlisted.ABSENT, ("gemini-notebook",)),
    (AccountMapFamily, WhenUnlisted.IDLE, ("flowmusic", "mureka", "dreamina", "midjourney")),
    (JobListFamily, WhenUnlisted.IDLE, ("acemusic", "runwayml", "faceswap", "luma")),
    (StatisticsFamily, WhenUnlisted.ABSENT, ("google-flow",)),
)
"""Every provider once, by its family and by what it means there that an account is not named."""

HERE = "tests/providers/test_catalogue.py"


def test_every_provider_is_of_its_family_and_unlisted_means_there_what_was_read() -> None:
    listed = {name: (kind, when_unlisted) for kind, when_unlisted, names in FAMILIES for name in names}
    assert {name: (type(one.family), one.family.when_unlisted) for name, one in CATALOGUE.items()} == listed, (
        f"{HERE}: FAMILIES lists every provider"
    )
    for _, __, names in FAMILIES:
        assert [name for name in CATALOGUE if name in names] == list(names)


def test_the_doubtful_come_last_and_few_count_no_slots() -> None:
    only_named = [name for name, provider in CATALOGUE.items() if provider.only_named]
    assert only_named == ["riffusion", "ltxstudio", "luma", "midjourney"] == list(CATALOGUE)[-4:]
    uncounted = [name for name, provider in CATALOGUE.items() if not provider.family.counts_slots]
    assert uncounted == ["mureka", "faceswap", "google-flow"]


@each_provider
def test_recorded_answers_are_read_in_full(provider: Provider) -> None:
    check_answer(provider, recorded_jobs(provider.name), recorded_accounts(provider.name))


@each_provider
def test_a_record_is_complete_and_names_its_source(provider: Provider) -> None:
    assert CATALOGUE[provider.name] is provider
    assert provider.jobs_path.startswith("/v")
    assert provider.name not in SCHEDULERS or provider.jobs_path.endswith(f"/{provider.name}/scheduler/available")
    assert provider.source.startswith("https://useapi.net/docs/")
    for sentence in filter(None, (provider.may_be_gone, provider.caveat)):
        assert sentence.endswith(".")


def test_every_recorded_answer_is_a_providers_or_it_is_said_what_it_is() -> None:
    said = (ANSWERS / "README.md").read_text(encoding="utf-8")
    recorded = (path for folder in ("jobs", "accounts") for path in (ANSWERS / folder).iterdir())
    unexplained = [path.name for path in recorded if path.stem not in CATALOGUE and f"{path.name}`" not in said]
    assert unexplained == [], "tests/answers/README.md: a row for what is no provider's answer"


def test_two_records_share_no_path() -> None:
    paths = [path for record in CATALOGUE.values() for path in record.paths]
    assert len(paths) == len(set(paths))


@each_row(
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
def test_the_services_of_a_token_are_recognised_by_their_names(said: str, provider: str) -> None:
    assert match_service(said, {record.name: record.called for record in CATALOGUE.values()}) == provider


@each_provider
def test_no_provider_is_called_as_another_one(provider: Provider) -> None:
    others = {name.casefold() for record in CATALOGUE.values() if record is not provider for name in record.called}
    assert [name for name in provider.called if any(other in name.casefold() for other in others)] == []


def test_only_videos_take_a_slot_at_minimax() -> None:
    assert set(JobKind) - scheduler_family("minimax").keys.slotless == {JobKind.VIDEO, JobKind.OTHER}
    assert all(not scheduler_family(name).keys.slotless for name in SCHEDULERS if name != "minimax")
