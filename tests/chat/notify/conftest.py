"""A studio for each test."""

import pytest

from bot.storage.database import Store
from tests.chat.notify.notify_studio import Studio


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store)
    await made.providers.look()
    return made
