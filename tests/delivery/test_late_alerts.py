"""What is owed while Discord is away says, once it is posted, what is so by then; on a real database."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.alerts.alert import Alert
from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.evaluate_look import Evaluation
from bot.alerts.news import Closed
from bot.chat.discord import gateway_connection
from bot.chat.discord.request_limits import RefusedRequests
from bot.chat.message import Message
from bot.errors import TryAgain
from bot.platforms import Platform
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import account_topic
from tests.chat.discord.connected import connection, running
from tests.chat.discord.posting import ODD, delivery_by
from tests.delivery.far_end_log import PROVIDER, amend, full, owe, until_nothing_is_outdated, until_nothing_is_owed
from tests.delivery.far_end_log import delivering as delivering_to
from tests.delivery.platform_delivery import delivering, utcnow
from tests.fakes.discord import Discord, Fault
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd, changes
from tests.moments import NOON, after

TRIES = 2
"""After so many, what a bug stumbles over is given up."""


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


async def end(store: Store, key: str) -> None:
    """End what an alert tells of."""
    closed = Closed(at=after(minutes=5), lasted=timedelta(minutes=5), witnessed=True)
    over = Amendment(key=key, provider=PROVIDER, topic=account_topic("a"), at=closed.at, change=closed)
    await store.save_evaluation(PROVIDER, Evaluation(remembered=ProviderMemory(), amendments=(over,)), NOON)


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


async def test_nobody_is_pinged_for_what_was_over_before_it_could_be_posted(store: Store) -> None:
    await owe(store, replace(full("a"), roles=(77,)))
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503")]
    far_end.meanwhile = lambda: end(store, "a")

    async with delivering_to(store, far_end):
        await far_end.hears(1)
        await until_nothing_is_owed(store)

    assert (far_end.sent["a"].roles, far_end.sent["a"].silent) == ((), True)
    stored = await store.alerts.get("a")
    assert stored is not None
    assert (stored.alert.roles, stored.alert.silent) == ((77,), False)


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


async def test_what_a_proxy_answered_for_discord_is_told_once_discord_answers(
    store: Store, discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("alert_sender", "message_editor"):
        monkeypatch.setattr(f"bot.delivery.{part}.UNEXPECTED_TRIES", TRIES)
    link, refused = connection(discord), RefusedRequests(time.monotonic)
    port = delivery_by(link, refused, discord.guild.id, word=word)
    page = Fault(answer=ODD["a page"], via=False)
    posts = discord.faults.add("POST", "/channels/*/messages", page, times=2 * TRIES)
    edits = discord.faults.add("PATCH", "/channels/*/messages/*", page, times=2 * TRIES)
    await store.outbox.owe([full("key 1", discord.channel.id)], utcnow())

    async with delivering(store, {Platform.DISCORD: port}) as delivery, running(link, refused=refused):
        await until_nothing_is_owed(store)
        await amend(store, "key 1", 7)
        delivery.wake_up.editor()
        await until_nothing_is_outdated(store)

    assert (len(posts.hits), len(edits.hits)) == (2 * TRIES, 2 * TRIES)
    assert [message.content for message in discord.posts()] == ["7"]
    assert (await store.outbox.delivery_status("key 1")).given_up is None
