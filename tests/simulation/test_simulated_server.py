"""The simulated useapi.net: our own client reads it as it would read the real one."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.accounts.job import JobKind
from bot.errors import NotUnderstood, Unauthorised
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.useapi_client import UseapiClient
from bot.simulation.simulated_scheduler import scheduler_answer
from bot.simulation.simulated_server import Simulation
from bot.simulation.simulated_world import SimulatedWorld
from tests.providers.families import SCHEDULERS, scheduler_family

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
each_provider = pytest.mark.parametrize("provider", SCHEDULERS.values(), ids=SCHEDULERS)


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


@each_provider
async def test_every_answer_is_read_in_full_and_agrees_with_itself(
    provider: Provider, client: UseapiClient, clock: Clock
) -> None:
    vanished = 0
    limits = {listed.account: listed.limit for listed in await client.fetch_accounts(provider)}
    for _ in range(60):
        clock.at += timedelta(seconds=1)
        answer = await client.fetch_answer(provider)
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
            assert job.started <= clock.at
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


def test_an_image_job_has_the_key_of_images() -> None:
    minimax = scheduler_family("minimax")
    world = SimulatedWorld("minimax", minimax, seed=1, speed=1, start=START)
    keys: set[tuple[str, JobKind]] = set()
    for second in range(300):
        accounts = world.at(START + timedelta(seconds=second))
        body = json.dumps(scheduler_answer(minimax, accounts, START))
        jobs = minimax.parse_answer(body.encode()).jobs
        keys |= {(next(iter(row)), job.kind) for row, job in zip(json.loads(body)["executing"], jobs, strict=True)}
    assert keys == {("videoId", JobKind.VIDEO), ("imageId", JobKind.IMAGE)}


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
