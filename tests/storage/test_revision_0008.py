"""A watch of the version before says what it tells and when it pings from now on; nothing else of it changes."""

from collections.abc import Awaitable, Callable

from bot.storage.open_database import open_store
from bot.subscriptions.watch import Ping, Tell, When
from tests.databases import ON_BOTH
from tests.moments import NOON
from tests.storage.raw import say

WATCHES = [
    ("both", 3, Tell.EVERYTHING, When.BOTH, 3),
    ("full", 1, Tell.EVERYTHING, When.FULL, 1),
    ("freed", 0, Tell.EVERYTHING, When.FREED, None),
    ("stuck", None, Tell.STUCK, When.BOTH, None),
]
"""What a watch had as its ``when`` and ``warn``; what it tells, and both, from now on."""


@ON_BOTH
async def test_watches_of_before_open_and_go_on(make_old: Callable[[str], Awaitable[str]]) -> None:
    url = await make_old("0007")
    for when, warn, *_ in WATCHES:
        await say(
            url,
            'INSERT INTO watch (guild, channel, provider, role, "when", warn)'
            " VALUES (1, 2, 'minimax', 3, :when, :warn)",
            values={"when": when, "warn": warn},
        )

    store = await open_store(url, now=lambda: NOON)
    watches = await store.watches.all()
    await store.close()

    assert [(watch.tell, watch.when, watch.warn) for watch in watches] == [tuple(now) for _, _, *now in WATCHES]
    assert {watch.ping for watch in watches} == {Ping.NOTHING_FREE}
    assert {(watch.channel, watch.role, watch.provider) for watch in watches} == {(2, 3, "minimax")}
