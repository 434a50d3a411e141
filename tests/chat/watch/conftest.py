"""A studio for each test."""

import pytest

from bot.storage.database import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from tests.chat.watch.watch_studio import HOME, Studio


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store, Watch(id=FROM_SETTINGS, guild=None, channel=HOME))
    await made.providers.look()
    return made
