"""What is owed while Discord is away says, once it is posted, what is so by then; on a real database."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.alerts.alert import Alert
from bot.chat.discord import gateway_connection
from bot.chat.discord.invalid_request_limit import RefusedRequests
from bot.chat.message import Message
from bot.platforms.platform import Platform
from bot.storage.store import Store
from tests.chat.discord.connected import connection, running
from tests.chat.discord.posting import delivery_by
from tests.delivery.far_end_log import amend, full, until_nothing_is_owed
from tests.delivery.platform_delivery import delivering, utcnow
from tests.fakes.discord import Discord
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import changes


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is stored where is tested with the store."""


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setattr(gateway_connection, "LOGIN_WAIT", timedelta(seconds=0.01))
    async with Discord() as started:
        monkeypatch.setattr(Route, "BASE", started.url)
        yield started
        assert started.problems == []


def word(alert: Alert) -> Message:
    """Word an alert as how often its topics changed."""
    return Message(headline=(" ".join(map(str, changes(alert))),))


async def until(there: Callable[[], bool]) -> None:
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not there():  # noqa: ASYNC110 - a log tells nobody that it grew
            await asyncio.sleep(0.01)


async def test_what_changed_before_discord_let_the_bot_in_is_posted_as_it_is_by_then(
    store: Store, discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    await store.outbox.owe([full("key 1", discord.channel.id)], utcnow())
    link, refused = connection(discord), RefusedRequests(time.monotonic)
    port = delivery_by(link, refused, discord.guild.id, word=word)

    async with delivering(store, {Platform.DISCORD: port}):
        await until(lambda: "not logged in to Discord" in caplog.text)
        await amend(store, "key 1", 7)
        async with running(link, refused=refused):
            await until_nothing_is_owed(store)

    assert [message.content for message in discord.posts()] == ["7"]
    assert caplog.text.count("not logged in") == 1


async def test_what_is_owed_while_discord_lets_nobody_in_becomes_one_summary(
    store: Store, discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    owed = [full(f"key {number}", discord.channel.id, account=f"studio-{number}") for number in range(3)]
    await store.outbox.owe(owed, utcnow())
    link, refused = connection(discord), RefusedRequests(time.monotonic)
    port = delivery_by(link, refused, discord.guild.id, word=word)
    away = timedelta()

    async with delivering(store, {Platform.DISCORD: port}, lambda: utcnow() + away):
        await until(lambda: "not logged in to Discord" in caplog.text)
        away = timedelta(hours=3)
        async with asyncio.timeout(GIVE_UP_AFTER):
            while (await store.outbox.delivery_status("key 2")).given_up != "folded":  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        assert discord.posts() == []
        async with running(link, refused=refused):
            await until_nothing_is_owed(store)

    assert [message.content for message in discord.posts()] == ["1 1 1"]
