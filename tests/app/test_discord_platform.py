"""Discord, put together as the settings say."""

import asyncio

import pytest
from pydantic import SecretStr

from bot.app.discord_platform import DiscordPlatform
from bot.chat.message import Message
from bot.settings.schema import SimulatedSettings


async def test_with_presence_off_no_status_is_ever_asked_for() -> None:
    platform = DiscordPlatform(_settings(presence="off"), lambda _: Message())
    await asyncio.wait_for(platform.show_presence(lambda: pytest.fail("it was asked for")), 5)


async def test_with_presence_on_it_is_kept_up_to_date_until_the_end() -> None:
    platform = DiscordPlatform(_settings(), lambda _: Message())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(platform.show_presence(lambda: None), 0.05)


def _settings(**given: str) -> SimulatedSettings:
    return SimulatedSettings(_env_file=None, discord_token=SecretStr("a-token"), **given)  # type: ignore[arg-type] # pydantic parses words
