"""The simulated useapi.net: our own client reads it as it would read the real one."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.accounts.job import JobKind
from bot.accounts.provider_answer import WhenUnlisted
from bot.errors import NotUnderstood, Unauthorised
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.token_subscription import match_service, parse_summary
from bot.providers.useapi_client import UseapiClient
from bot.simulation.simulated_answers import account_list, account_summary, job_mix, jobs_answer
from bot.simulation.simulated_server import SIMULATED, Simulation
from bot.simulation.simulated_world import SimulatedAccount, SimulatedWorld
from tests.providers.families import ANSWERS, SCHEDULERS, recorded_accounts, recorded_jobs
from tests.rows import each_row

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
each_simulated = each_row("provider", [CATALOGUE[name] for name in SIMULATED], ids=SIMULATED)


def keys_of(body: object, above: str = "") -> set[tuple[str, str]]:
    """Return the keys of JSON, each with that of what holds it; of an account, a star stands for the name."""
    if isinstance(body, list):
        return set().union(*(keys_of(one, above) for one in body))
    if not isinstance(body, dict):
        return set()
    named = {("*" if "@" in key else key): value for key, value in body.items()}
    found = {(above, key) for key in named}
    return found.union(*(keys_of(value, "*" if "@" in key else key) for key, value in body.items()))


class Clock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def simulation(clock: Clock) -> AsyncIterator[Simulation]:
    async with Simulation(now=clock) as running:
        yield running


@pytest.fixture
async def client(simulation: Simulation) -> AsyncIterator[UseapiClient]:
    async with UseapiClient(simulation.url, simulation.token) as asking:
        yield asking


@each_row("provider", SCHEDULERS.values(), ids=SCHEDULERS)
def test_every_answer_agrees_with_itself(provider: Provider) -> None:
    vanished = 0
    for at, accounts in _life(provider.name, seconds=90):
        listed = provider.parse_accounts(json.dumps(account_list(provider, accounts, at)).encode())
        limits = {one.account: one.limit for one in listed}
        answer = provider.parse_answer(json.dumps(jobs_answer(provider, accounts, at)).encode(), at)
        assert answer.unreadable == 0
        running = Counter(job.account for job in answer.jobs if job.takes_slot)
        for row in answer.accounts:
            assert row.limit is not None
            assert row.executing is not None
            assert row.available == row.limit - row.executing > 0
            assert running[row.account] == row.executing
            assert limits.get(row.account, row.limit) == row.limit
        for job in answer.jobs:
            assert job.id is not None
            assert job.account is not None
            assert job.started is not None
            assert job.started <= at
        room = [row.available or 0 for row in answer.accounts]
        assert room == sorted(room, reverse=True)
        vanished += bool(set(running) - {row.account for row in answer.accounts})
    assert vanished, "a full account is in no row"


async def test_jobs_are_spelt_as_the_provider_spells_them(client: UseapiClient) -> None:
    for name, beginning in {
        "minimax": "user:100-minimax:200",
        "pixverse": "user:100-pixverse:studio-a@example.com-",
        "tempolor": "user:100-tempolor:200",
        "ltxstudio": "email:studio-a@example.com:",
    }.items():
        assert (await client.fetch_answer(CATALOGUE[name])).jobs[0].id[: len(beginning)] == beginning  # type: ignore[index]  # it has one
    assert (await client.fetch_answer(CATALOGUE["kling"])).jobs[0].id.isdecimal()  # type: ignore[union-attr]  # as above


def _life(name: str, seconds: int = 300) -> list[tuple[datetime, tuple[SimulatedAccount, ...]]]:
    mix = job_mix(CATALOGUE[name])
    assert mix is not None
    world = SimulatedWorld(name, mix, seed=1, speed=1, start=START)
    moments = [START + timedelta(seconds=second) for second in range(0, seconds, 3)]
    return [(at, world.at(at)) for at in moments]


def test_an_image_job_has_the_key_of_images() -> None:
    minimax = CATALOGUE["minimax"]
    keys: set[tuple[str, JobKind]] = set()
    for at, accounts in _life("minimax"):
        body = json.dumps(jobs_answer(minimax, accounts, at))
        jobs = minimax.parse_answer(body.encode()).jobs
        keys |= {(next(iter(row)), job.kind) for row, job in zip(json.loads(body)["executing"], jobs, strict=True)}
    assert keys == {("videoId", JobKind.VIDEO), ("imageId", JobKind.IMAGE)}


def to_the_millisecond(at: datetime) -> datetime:
    return at - timedelta(microseconds=at.microsecond % 1000)


@each_simulated
def test_what_is_answered_is_read_back_as_the_same_jobs_and_slots(provider: Provider) -> None:
    left_out = 0
    for at, accounts in _life(provider.name, seconds=150):
        answer = provider.parse_answer(json.dumps(jobs_answer(provider, accounts, at)).encode(), at)
        assert answer.unreadable == answer.unplaced == 0
        assert Counter((job.account, job.kind, job.takes_slot, job.started) for job in answer.jobs) == Counter(
            (account.name, job.plan.kind, job.plan.takes_slot, to_the_millisecond(job.started))
            for account in accounts
            for job in account.jobs
        )
        assert len({job.id for job in answer.jobs}) == len(answer.jobs)
        shown = {row.account: (row.limit, row.executing) for row in answer.accounts}
        really = {account.name: (account.script.limit, account.executing) for account in accounts}
        assert shown.items() <= really.items()
        silent = [account for account in accounts if account.name not in shown and account.script.fault is None]
        assert {account.available for account in silent} <= {0} or answer.when_unlisted is not WhenUnlisted.FULL
        assert not any(account.jobs for account in silent) or answer.when_unlisted is not WhenUnlisted.IDLE
        assert not silent or answer.when_unlisted is not WhenUnlisted.ABSENT
        left_out += len(silent)
    assert left_out or provider.family.when_unlisted is WhenUnlisted.ABSENT


@each_simulated
def test_the_account_list_is_read_back_as_the_same_accounts(provider: Provider) -> None:
    at, accounts = _life(provider.name, seconds=1)[0]
    listed = provider.parse_accounts(json.dumps(account_list(provider, accounts, at)).encode())
    assert [(one.account, one.limit, one.fault) for one in listed] == [
        (account.name, account.script.limit, account.script.fault) for account in accounts
    ]


@each_row("name", ["muse", "flowmusic"])
def test_the_keys_are_those_that_were_recorded(name: str) -> None:
    said: set[tuple[str, str]] = set()
    for at, accounts in _life(name):
        said |= keys_of(jobs_answer(CATALOGUE[name], accounts, at))
    assert said == keys_of(json.loads(recorded_jobs(name)))
    listed = json.loads(recorded_accounts(name) or b"")
    at, accounts = _life(name, seconds=1)[0]
    faults = {("*", "error")} if name == "flowmusic" else set()
    assert keys_of(account_list(CATALOGUE[name], accounts, at)) == keys_of(listed) | faults


def test_the_summary_is_recognised_as_the_simulated_providers() -> None:
    services = [(CATALOGUE[name], _life(name, seconds=1)[0][1]) for name in SIMULATED]
    body = account_summary(services, START)
    words = {name: provider.called for name, provider in CATALOGUE.items()}
    summary = parse_summary(json.dumps(body).encode())
    assert [match_service(service.name, words) for service in summary.services] == list(SIMULATED)
    assert {(service.total, service.failing) for service in summary.services} == {(4, 1)}
    assert summary.active
    assert summary.renews is not None
    assert summary.renews > START.date()
    recorded = json.loads((ANSWERS / "account.json").read_text())
    assert body.keys() == recorded.keys()


async def test_the_token_has_what_is_simulated_by_default(client: UseapiClient) -> None:
    assert SIMULATED == ("minimax", "pixverse", "kling", "tempolor", "muse", "flowmusic")
    for name in SIMULATED:
        assert len(await client.fetch_accounts(CATALOGUE[name])) == 4
    assert len((await client.fetch_summary()).services) == len(SIMULATED)


async def test_a_faulty_account_is_in_the_account_list_only(client: UseapiClient) -> None:
    listed = await client.fetch_accounts(CATALOGUE["minimax"])
    assert {entry.account: entry.fault for entry in listed if entry.fault} == {
        "200400": "Signed out: sign in again to use this account"
    }
    answer = await client.fetch_answer(CATALOGUE["minimax"])
    assert "200400" not in {row.account for row in answer.accounts} | {job.account for job in answer.jobs}


async def test_another_token_is_refused(simulation: Simulation) -> None:
    async with UseapiClient(simulation.url, "user:1-other") as client:
        with pytest.raises(Unauthorised):
            await client.fetch_answer(CATALOGUE["kling"])


async def test_an_unknown_path_is_not_there(simulation: Simulation) -> None:
    async with UseapiClient(simulation.url + "/v9", simulation.token) as client:
        with pytest.raises(NotUnderstood):
            await client.fetch_answer(CATALOGUE["kling"])
