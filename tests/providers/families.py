"""Families by the providers of the catalogue, and their recorded answers."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import JobKind
from bot.accounts.provider_answer import ProviderAnswer
from bot.accounts.roster import update_roster
from bot.accounts.snapshot import Snapshot
from bot.providers.catalogue import CATALOGUE
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.provider import Provider
from tests.rows import each_row

SCHEDULERS = {name: one for name, one in CATALOGUE.items() if isinstance(one.family, SchedulerFamily)}
"""The providers of the scheduler family, by name."""

each_provider = each_row("provider", CATALOGUE.values(), ids=CATALOGUE)

ANSWERS = Path(__file__).parents[1] / "answers"

ANSWERED = datetime(2026, 1, 2, 3, 6, tzinfo=UTC)
"""A moment after the recorded answers; those of the newer providers are some minutes old then."""


def recorded_jobs(provider: str) -> bytes:
    """Return the recorded answer at a provider's ``jobs_path``."""
    return (ANSWERS / "jobs" / f"{provider}.json").read_bytes()


def recorded_accounts(provider: str) -> bytes | None:
    """Return the recorded answer at its ``accounts_path``; None where it has none."""
    path = ANSWERS / "accounts" / f"{provider}.json"
    return path.read_bytes() if path.exists() else None


def scheduler_family(provider: str) -> SchedulerFamily:
    """Return the family of a provider that is of the scheduler family."""
    family = CATALOGUE[provider].family
    assert isinstance(family, SchedulerFamily)
    return family


def parsed(provider: str, body: object) -> ProviderAnswer:
    """Return what a provider's body says."""
    return CATALOGUE[provider].parse_answer(json.dumps(body).encode(), ANSWERED)


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
