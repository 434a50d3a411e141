"""Discord, put together as the settings say."""

import asyncio
from collections.abc import Awaitable, Callable

import discord
import pytest
from pydantic import SecretStr

from bot.app.chat_platform import Answering
from bot.app.discord_platform import DiscordPlatform
from bot.chat.dispatcher import Dispatcher
from bot.chat.message import Message
from bot.chat.wording.account_names import AccountNames
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


def _platform(
    store: Store, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, **given: str
) -> DiscordPlatform:
    settings = SimulatedSettings(_env_file=None, discord_token=SecretStr("a-token"), **given)  # type: ignore[arg-type] # pydantic parses words
    return DiscordPlatform(settings, "a-token", lambda _: Message(), store, sleep=sleep)


async def test_a_check_of_paused_channels_that_fails_is_not_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stumbling:
        """Watches, with a bug."""

        @property
        def paused(self) -> tuple[int, ...]:
            raise ValueError("a bug")

    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:1")
    platform = _platform(store, sleep=lambda _: asyncio.sleep(0))
    with pytest.raises(BaseExceptionGroup) as ended:
        await platform.run(
            Answering(
                dispatcher=Dispatcher((), AccountNames()),
                watches=Stumbling(),  # type: ignore[arg-type]  # by name
                told=frozenset,
                connected=lambda: asyncio.sleep(0),
                time_left=lambda: 0.0,
            )
        )
    assert ended.group_contains(ValueError, match="a bug")
