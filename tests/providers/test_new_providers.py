"""A new provider of a known family is a record and a recorded answer, which fails if the record misspells a key."""

import json
from dataclasses import dataclass
from typing import Any

from bot.accounts.job import JobKind
from bot.accounts.provider_answer import WhenUnlisted
from bot.accounts.snapshot import Snapshot
from bot.errors import NotUnderstood
from bot.providers.account_list import AccountKeys
from bot.providers.families.account_map_flowmusic_mureka import AccountMapFamily
from bot.providers.families.job_list_runway_luma import JobListFamily
from bot.providers.families.running_list_muse_google_vids import RunningFamily
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.families.statistics_google_flow import StatisticsFamily
from bot.providers.job_and_account_rows import JobKeys
from bot.providers.provider import Provider
from tests.providers.families import ANSWERED, check_answer
from tests.rows import each_row


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
                keys=JobKeys(
                    id="eggId",
                    other_id="oldEggId",
                    account="bird",
                    started="started",
                    elapsed="elapsed",
                    kind="what",
                    id_form="egg:<account>-<kind>:<id>",
                    slotless=frozenset({JobKind.IMAGE}),
                ),
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
                when_unlisted=WhenUnlisted.IDLE,
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
each_new = each_row("new", NEW.values(), ids=NEW)


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
