"""Rows of an older database whose meaning a migration changes: what they are from now on."""

from collections.abc import Awaitable, Callable

from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.subscriptions.watch import Ping, Tell, When
from tests.databases import ON_BOTH
from tests.moments import NOON
from tests.storage.raw import say
from tests.storage.test_greeted_channels import greeting

WATCHES = [
    ("both", 3, Tell.EVERYTHING, When.BOTH, 3),
    ("full", 1, Tell.EVERYTHING, When.FULL, 1),
    ("freed", 0, Tell.EVERYTHING, When.FREED, None),
    ("stuck", None, Tell.STUCK, When.BOTH, None),
]
"""What a watch had as its ``when`` and ``warn``; what it tells, and both, from now on."""

TOLD = (
    "INSERT INTO alert (key, channel, body, owed_at, attempts, told_at) VALUES"
    " ('a', 1, '', '2026-05-15 12:00:00+00', 1, '2026-05-15 12:00:00+00'),"
    " ('b', 2, '', '2026-05-15 12:00:00+00', 1, NULL)"
)
STATES = (
    "INSERT INTO alert_state (provider, channel, topic, announced_in, body) VALUES"
    " ('minimax', 1, 'x', 'a', ''), ('minimax', 3, 'x', NULL, ''), ('minimax', 4, 'x', 'forgotten', '')"
)


@ON_BOTH
async def test_rows_that_a_migration_changes_mean_what_they_meant(make_old: Callable[[str], Awaitable[str]]) -> None:
    url = await make_old("0007")
    for when, warn, *_ in WATCHES:
        await say(
            url,
            'INSERT INTO watch (guild, channel, provider, role, "when", warn)'
            " VALUES (1, 2, 'minimax', 3, :when, :warn)",
            values={"when": when, "warn": warn},
        )
    await say(url, "INSERT INTO provider (name, failures) VALUES ('minimax', 0)", TOLD, STATES)

    store = await open_store(url, now=lambda: NOON)
    await _a_watch_says_what_it_tells_and_when_it_pings(store)
    await _a_channel_that_was_told_of_anything_needs_no_greeting(store)
    await store.close()


async def _a_watch_says_what_it_tells_and_when_it_pings(store: Store) -> None:
    watches = await store.watches.all()
    assert [(watch.tell, watch.when, watch.warn) for watch in watches] == [tuple(now) for _, _, *now in WATCHES]
    assert {watch.ping for watch in watches} == {Ping.NOTHING_FREE}
    assert {(watch.channel, watch.role, watch.provider) for watch in watches} == {(2, 3, "minimax")}


async def _a_channel_that_was_told_of_anything_needs_no_greeting(store: Store) -> None:
    greeted = [await store.outbox.owe_greeting(greeting(f"k{it}", it), NOON) for it in (1, 2, 3, 4)]
    assert greeted == [False, True, True, False]
