"""Discord, put together as the settings say."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import discord
import pytest
from discord.gateway import DiscordWebSocket
from pydantic import SecretStr

from bot.app.chat_platform import Answering
from bot.app.discord_platform import DiscordPlatform
from bot.chat.command_options import NoOptions
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Action, Caller, Command, Feature
from bot.chat.message import Button, Message
from bot.chat.wording.account_names import AccountNames
from bot.settings.schema import SimulatedSettings
from bot.storage.database import Store
from bot.subscriptions.watch_registry import WatchRegistry
from tests.fakes.discord import Discord
from tests.fakes.feed import GIVE_UP_AFTER


async def test_with_presence_off_no_status_is_ever_asked_for(store: Store) -> None:
    assert _platform(store, presence="off").sending(lambda: pytest.fail("it was asked for")) == ()


async def test_with_presence_on_it_is_kept_up_to_date_until_the_end(store: Store) -> None:
    (showing,) = _platform(store).sending(lambda: None)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(showing, 0.05)


def _platform(
    store: Store,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    token: str = "a-token",  # noqa: S107 - it opens nothing
    **given: str,
) -> DiscordPlatform:
    settings = SimulatedSettings(_env_file=None, discord_token=SecretStr(token), **given)  # type: ignore[arg-type] # pydantic parses words
    return DiscordPlatform(settings, token, lambda _: Message(), store, sleep=sleep)


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


@pytest.mark.parametrize("pressed", [False, True])
async def test_who_has_asked_is_answered_before_the_connection_is_closed(
    store: Store, monkeypatch: pytest.MonkeyPatch, *, pressed: bool
) -> None:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def offer(_: Caller, __: NoOptions) -> Message:
        return Message(headline=("Press",), actions=(Button(label="Go", action="wait:on"),))

    async def answer(_: Caller, __: object) -> Message:
        asked.set()
        await may_answer.wait()
        return Message(headline=("At last",))

    def time_left() -> float:
        asyncio.get_running_loop().call_later(0.3, may_answer.set)  # by when a client would be closed
        return GIVE_UP_AFTER

    feature = Feature(
        name="wait",
        commands=(Command(name="wait", description="Takes long", options=NoOptions, run=offer if pressed else answer),),
        actions=(Action(name="wait:on", run=answer),),
    )
    answering = Answering(
        dispatcher=Dispatcher((feature,), AccountNames()),
        watches=WatchRegistry(store.watches, ()),
        told=tuple,
        connected=lambda: asyncio.sleep(0),
        time_left=time_left,
    )
    async with asyncio.timeout(GIVE_UP_AFTER), Discord() as there:
        platform = _platform(store, token=there.token, discord_api_url=there.url)
        running = asyncio.create_task(platform.run(answering))
        await there.wait_for(lambda: there.commands(there.guild), GIVE_UP_AFTER)
        work = there.press(await there.use("wait"), label="Go") if pressed else there.use("wait")
        using = asyncio.create_task(work)
        await asked.wait()
        running.cancel()
        assert (await using).content == "At last"
        with contextlib.suppress(asyncio.CancelledError):
            await running
