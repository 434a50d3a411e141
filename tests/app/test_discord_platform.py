"""Discord, put together as the settings say."""

import asyncio

import pytest
from pydantic import SecretStr

from bot.app.discord_platform import DiscordPlatform
from bot.chat.message import Message
from bot.settings.schema import SimulatedSettings
from bot.storage.store import Store


@pytest.fixture
def server() -> None:
    """Use SQLite only: nothing is read of it."""


async def test_with_presence_off_no_status_is_ever_asked_for(store: Store) -> None:
    assert _platform(store, presence="off").sending(lambda: pytest.fail("it was asked for")) == ()


async def test_with_presence_on_it_is_kept_up_to_date_until_the_end(store: Store) -> None:
    (showing,) = _platform(store).sending(lambda: None)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(showing, 0.05)


def _platform(store: Store, **given: str) -> DiscordPlatform:
    settings = SimulatedSettings(_env_file=None, discord_token=SecretStr("a-token"), **given)  # type: ignore[arg-type] # pydantic parses words
    return DiscordPlatform(settings, "a-token", lambda _: Message(), store)
