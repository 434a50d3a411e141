"""The families of the catalogue's records, by their types."""

from bot.providers.catalogue import CATALOGUE
from bot.providers.scheduler_family import SchedulerFamily

SCHEDULERS = {name: one for name, one in CATALOGUE.items() if isinstance(one.family, SchedulerFamily)}
"""The providers of the scheduler family, by name."""


def scheduler_family(provider: str) -> SchedulerFamily:
    """Return the family of a provider that is of the scheduler family."""
    family = CATALOGUE[provider].family
    assert isinstance(family, SchedulerFamily)
    return family
