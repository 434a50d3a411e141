"""A watch of the version before says what it tells and when it pings from now on; nothing else of it changes."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.open_database import open_store
from bot.subscriptions.watch import Ping, Tell, When
from tests.moments import NOON
from tests.storage.raw import say

WATCHES = [
    ("both", 3, Tell.EVERYTHING, When.BOTH, 3),
    ("full", 1, Tell.EVERYTHING, When.FULL, 1),
    ("freed", 0, Tell.EVERYTHING, When.FREED, None),
    ("stuck", None, Tell.STUCK, When.BOTH, None),
]
"""What a watch had as its ``when`` and ``warn``; what it tells, and both, from now on."""


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    command.upgrade(config, "0007")


async def test_watches_of_before_open_and_go_on(new_database_url: str) -> None:
    engine = create_async_engine(new_database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
    for when, warn, *_ in WATCHES:
        await say(
            new_database_url,
            'INSERT INTO watch (guild, channel, provider, role, "when", warn)'
            " VALUES (1, 2, 'minimax', 3, :when, :warn)",
            values={"when": when, "warn": warn},
        )

    store = await open_store(new_database_url, now=lambda: NOON)
    watches = await store.watches.watches()
    await store.close()

    assert [(watch.tell, watch.when, watch.warn) for watch in watches] == [tuple(now) for _, _, *now in WATCHES]
    assert {watch.ping for watch in watches} == {Ping.NOTHING_FREE}
    assert {(watch.channel, watch.role, watch.provider) for watch in watches} == {(2, 3, "minimax")}
