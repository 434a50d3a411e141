"""Greeted channels in the database: noted with the greeting, in one transaction."""

import asyncio

from bot.alerts.alert import Alert, Greeting, WatchedProvider
from bot.storage.database import Store
from bot.storage.open_database import open_store
from tests.databases import ON_BOTH
from tests.moments import NOON
from tests.storage.raw import ask
from tests.storage.records import CHANNEL, OTHER_CHANNEL, oldest


def greeting(key: str = "greeting", channel: int = CHANNEL) -> Alert:
    content = Greeting(providers=(WatchedProvider(provider="minimax", accounts=4, slots=13),))
    return Alert(key=key, channel=channel, at=NOON, content=content, silent=True)


@ON_BOTH
async def test_of_two_at_once_one_greets_and_a_restart_greets_nobody(store: Store, database_url: str) -> None:
    both = await asyncio.gather(*(store.outbox.owe_greeting(greeting(key), NOON) for key in ("one", "other")))
    assert sorted(both) == [False, True]
    assert (await oldest(store, CHANNEL)).alert.content == greeting().content
    again = await open_store(database_url, now=lambda: NOON)
    assert not await again.outbox.owe_greeting(greeting("later"), NOON)
    assert await again.outbox.owe_greeting(greeting("elsewhere", OTHER_CHANNEL), NOON)
    await again.close()
    assert len(await ask(database_url, "SELECT key FROM alert")) == 2


async def test_a_channel_that_refused_its_greeting_was_not_greeted(store: Store) -> None:
    for channel, undelivered in ((CHANNEL, True), (OTHER_CHANNEL, False)):
        await store.outbox.owe_greeting(greeting(f"{channel}", channel), NOON)
        refused = await oldest(store, channel)
        await store.outbox.give_up(refused.id, "Missing Access", NOON, undelivered=undelivered)
    assert await store.outbox.owe_greeting(greeting("anew"), NOON)
    assert not await store.outbox.owe_greeting(greeting("again", OTHER_CHANNEL), NOON)


async def test_a_greeting_is_no_alert_that_why_would_list_but_its_button_finds_it(store: Store) -> None:
    await store.outbox.owe_greeting(greeting(), NOON)
    assert await store.alerts.recent([CHANNEL], 9) == ()
    assert await store.alerts.find("greet") == ()
    assert [found.alert for found in await store.alerts.find("greeting")] == [greeting()]
