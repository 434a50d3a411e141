"""The families of the catalogue's records, by their types."""

from bot.providers.catalogue import CATALOGUE
from bot.providers.scheduler_family import SchedulerFamily


def scheduler_family(provider: str) -> SchedulerFamily:
    """Return the family of a provider that is of the scheduler family."""
    family = CATALOGUE[provider].family
    assert isinstance(family, SchedulerFamily)
    return family
