"""A waitlist for each test."""

import pytest

from bot.storage.database import Store
from tests.waitlist.hall import Hall


@pytest.fixture
def hall(store: Store) -> Hall:
    return Hall(store)
