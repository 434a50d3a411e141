"""Families by the providers of the catalogue, and their recorded answers."""

from datetime import UTC, datetime
from pathlib import Path

from bot.providers.catalogue import CATALOGUE
from bot.providers.scheduler_family import SchedulerFamily

SCHEDULERS = {name: one for name, one in CATALOGUE.items() if isinstance(one.family, SchedulerFamily)}
"""The providers of the scheduler family, by name."""

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
