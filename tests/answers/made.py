"""Answers of every provider in any number: so many jobs on each account, spelt with the keys of its record."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.accounts.job import JobKind
from bot.providers.families.account_map_flowmusic_mureka import AccountMapFamily
from bot.providers.families.job_list_runway_luma import JobListFamily
from bot.providers.families.running_list_muse_google_vids import RunningFamily
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.families.statistics_google_flow import StatisticsFamily
from bot.providers.job_and_account_rows import JobKeys
from bot.providers.provider import Provider

BEGAN = datetime(2026, 5, 15, 12, tzinfo=UTC)
"""When the first job started; the others a second later each."""


def jobs_body(provider: Provider, running: Mapping[str, int], limit: int) -> bytes:
    """Make an answer at ``jobs_path``.

    Args:
        provider: Who answers.
        running: How many jobs each configured account runs.
        limit: How many it may run.
    """
    family = provider.family
    made: dict[type, Any] = {
        SchedulerFamily: _scheduler,
        RunningFamily: _running,
        AccountMapFamily: _account_map,
        JobListFamily: _job_list,
        StatisticsFamily: _statistics,
    }
    assert type(family) in made, f"tests/answers/made.py: how a provider of {type(family).__name__} answers"
    body = made[type(family)](family, running, limit)
    for job in _jobs_inside(body):
        job.update(_BESIDE.get(provider.name, {}))
    return json.dumps(body).encode()


def _jobs_inside(body: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield every object in a list, however deep: the jobs, in the families that have more keys than are read."""
    for inner in body.values() if isinstance(body, dict) else body if isinstance(body, list) else ():
        if isinstance(body, list) and isinstance(inner, dict):
            yield inner
        else:
            yield from _jobs_inside(inner)


def accounts_body(provider: Provider, accounts: Iterable[str], limit: int) -> bytes:
    """Make an answer at ``accounts_path``: the accounts, each with what it may run, and a secret beside it."""
    key = provider.account_keys.limit
    entry = {"health": "OK", "password": "made-up-pass"} | ({} if key is None else {key: limit})
    return json.dumps(dict.fromkeys(accounts, entry)).encode()


def _numbered(running: Mapping[str, int]) -> list[tuple[int, str]]:
    return list(enumerate(account for account, jobs in running.items() for _ in range(jobs)))


def _iso(number: int) -> str:
    return (BEGAN + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _scheduler(family: SchedulerFamily, running: Mapping[str, int], limit: int) -> dict[str, Any]:
    def job(number: int, account: str) -> dict[str, Any]:
        keys = family.keys
        said: dict[str, Any] = {keys.id: _filled(keys.id_form or "<id>", account, number)}
        if keys.account is not None:
            said[keys.account] = account
        if keys.kind is not None:
            said[keys.kind] = JobKind.VIDEO.value
        return said | {
            "started": _iso(number),
            "elapsed": "03:57",
            "replyUrl": "https://example.com/secret-callback",
            "replyRef": f"storyboard-{number}",
        }

    rows = [
        {family.account_key: account, "maxJobs": limit, "executing": jobs, "available": limit - jobs}
        for account, jobs in running.items()
        if jobs < limit
    ]
    return {"executing": [job(number, account) for number, account in _numbered(running)], "available": rows}


def _filled(form: str, account: str, number: int) -> str | int:
    if form == "<number>":
        return number
    values = {"<user>": "100", "<account>": account, "<kind>": "video", "<id>": f"{number}"}
    for placeholder, value in values.items():
        form = form.replace(placeholder, value)
    return form


def _job(keys: JobKeys, number: int, account: str) -> dict[str, Any]:
    started = BEGAN + timedelta(seconds=number)
    stamp = f"{started:%m%d%H%M%S}000{number:06}"
    job: dict[str, Any] = {
        keys.id: f"j{stamp}v-u100-{account}-bot:made-up"
        if keys.stamped
        else _filled(keys.id_form or "job:11111111-2222-3333-4444-<id>-user:100-bot:made-up", account, number)
    }
    said = {keys.account: account, keys.started: _iso(number), keys.elapsed: "03:57", keys.kind: next(iter(keys.kinds))}
    return job | {key: value for key, value in said.items() if key is not None}


_CALLBACK = {"replyUrl": "https://example.com/secret-callback", "replyRef": "storyboard-12"}
_BESIDE: Mapping[str, Mapping[str, str]] = {
    "gemini-notebook": {"artifact": "user:100-mia@example.com-artifact:1:2"},
    "flowmusic": {"status": "pending", "operation": "cover"},
    "dreamina": {"submitId": "made-up-1", "model": "seedance-2.0"} | _CALLBACK,
    "acemusic": {"status": "processing", "model": "acemusic-v1", "modelUsed": "acemusic-v1"} | _CALLBACK,
    "runwayml": _CALLBACK,
}
"""What the jobs of a provider have beside what is read, as its page shows it."""


def _running(family: RunningFamily, running: Mapping[str, int], limit: int) -> dict[str, Any]:
    return {
        "running": [_job(family.keys, number, account) for number, account in _numbered(running)],
        "accounts": {account: {"running": jobs, "maxJobs": limit} for account, jobs in running.items()},
    }


def _account_map(family: AccountMapFamily, running: Mapping[str, int], limit: int) -> dict[str, Any]:
    inside: dict[str, list[dict[str, Any]]] = {account: [] for account in running}
    for number, account in _numbered(running):
        inside[account].append(_job(family.keys, number, account))
    busy = {account: jobs for account, jobs in inside.items() if jobs or family.when_unlisted == "absent"}

    def entry(jobs: list[dict[str, Any]]) -> object:
        if family.lists_jobs_only:
            return jobs
        numbers = {family.running_key: len(jobs), family.limit_key: limit}
        return {key: value for key, value in numbers.items() if key is not None} | {"jobs": jobs}

    entries = {account: entry(jobs) for account, jobs in busy.items()}
    if family.map_key is None:
        return entries
    beside = {family.configured_key: list(running), family.total_key: sum(running.values())}
    return {key: value for key, value in beside.items() if key is not None} | {family.map_key: entries}


def _job_list(family: JobListFamily, running: Mapping[str, int], _: int) -> object:
    jobs = [_job(family.keys, number, account) for number, account in _numbered(running)]
    if family.list_key is None:
        return jobs if family.keys.id_form is not None else [job[family.keys.id] for job in jobs]
    beside = {} if family.total_key is None else {family.total_key: len(jobs)}
    return beside | {family.list_key: jobs}


def _statistics(family: StatisticsFamily, running: Mapping[str, int], _: int) -> dict[str, Any]:
    def counts(jobs: int) -> dict[str, int]:
        said = {"executing": jobs, "completed": 5, "failed": 0, "rateLimited": 0}
        return said | {"avgResponseTime": 12000, "score": jobs + 5}

    summary = {account: counts(jobs) for account, jobs in running.items() if jobs}
    executing = {}
    for number, account in _numbered(running):
        job = _job(family.keys, number, account)
        executing[job.pop(family.keys.id)] = {
            family.keys.account: account,
            family.keys.started: int((BEGAN.timestamp() + number) * 1000),
            "elapsed": "03:57",
        }
    return {
        "emails": list(running),
        "videos": {"summary": summary, "executing": executing},
        "images": {"summary": {}},
        "combined": {"summary": summary},
    }
