"""Simulated accounts: the same for the same seed, and never without a change for long."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.accounts.job import JobKind
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.simulation.simulated_answers import job_mix
from bot.simulation.simulated_world import SPEED, SimulatedAccount, SimulatedWorld
from tests.rows import each_row

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PROVIDERS = [provider for provider in CATALOGUE.values() if job_mix(provider) is not None]
each_provider = each_row("provider", PROVIDERS, ids=[provider.name for provider in PROVIDERS])


def _life(
    provider: Provider, *, seconds: float, seed: int = 1, speed: float = SPEED, step: float = 0.5
) -> list[tuple[SimulatedAccount, ...]]:
    mix = job_mix(provider)
    assert mix is not None
    world = SimulatedWorld(provider.name, mix, seed=seed, speed=speed, start=START)
    return [world.at(START + timedelta(seconds=number * step)) for number in range(int(seconds / step))]


def _full(moment: tuple[SimulatedAccount, ...]) -> set[str]:
    return {account.name for account in moment if account.available == 0}


@each_provider
def test_the_same_seed_gives_the_same_jobs_however_often_it_is_asked(provider: Provider) -> None:
    often, seldom = _life(provider, seconds=60), _life(provider, seconds=60, step=5.0)
    assert often[::10] == seldom
    assert often != _life(provider, seconds=60, seed=2)


@each_provider
def test_an_account_fills_and_frees_within_a_quarter_of_a_minute(provider: Provider) -> None:
    for seed in range(10):
        full = [
            "200300" in _full(moment) or "studio-a@example.com" in _full(moment)
            for moment in _life(provider, seconds=15, seed=seed)
        ]
        assert (False, True) in pairwise(full), seed
        assert (True, False) in pairwise(full), seed
        assert sum(full) * 0.5 >= 4, f"seed {seed}: too short for a poll every second or two"


@each_provider
def test_every_usable_account_is_sometimes_full_and_sometimes_not(provider: Provider) -> None:
    life = _life(provider, seconds=400, step=2)
    for number, account in enumerate(life[0]):
        counts = {moment[number].available for moment in life}
        if account.script.fault:
            assert counts == {account.script.limit}
        else:
            assert {0, 1} <= counts
            assert min(counts) == 0


@each_provider
def test_jobs_last_some_simulated_minutes(provider: Provider) -> None:
    plans = {job.plan for moment in _life(provider, seconds=120) for account in moment for job in account.jobs}
    assert len({plan.number for plan in plans}) == len(plans)
    for plan in plans:
        assert (50 if plan.takes_slot else 15) <= plan.end - plan.start <= 240


def test_each_provider_makes_what_it_makes_in_slots_and_beside_them() -> None:
    def kinds(name: str) -> set[tuple[JobKind, bool]]:
        life = _life(CATALOGUE[name], seconds=300)
        return {(job.plan.kind, job.plan.takes_slot) for moment in life for account in moment for job in account.jobs}

    assert kinds("minimax") == {(JobKind.VIDEO, True), (JobKind.IMAGE, False)}
    assert kinds("pixverse") == {(JobKind.VIDEO, True), (JobKind.IMAGE, True)}
    assert kinds("tempolor") == kinds("flowmusic") == {(JobKind.MUSIC, True)}
    assert kinds("muse") == {(JobKind.VIDEO, True), (JobKind.IMAGE, True)}


def test_a_job_started_before_now_and_keeps_its_start() -> None:
    started: dict[int, datetime] = {}
    for number, moment in enumerate(_life(CATALOGUE["kling"], seconds=60)):
        now = START + timedelta(seconds=number * 0.5)
        for job in (job for account in moment for job in account.jobs):
            assert job.started <= now
            assert started.setdefault(job.plan.number, job.started) == job.started
