"""A waitlist for each test."""

import pytest

from bot.storage.store import Store
from tests.waitlist.hall import Hall


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is kept where is tested with the store."""


@pytest.fixture
def hall(store: Store) -> Hall:
    return Hall(store)
